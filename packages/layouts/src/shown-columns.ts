/** A cell that reads like a column's name: a letter or # first, then words. */
const COLUMN_NAME = /^[\p{L}_#][\p{L}\p{M}\p{N} _#./()&:'-]{0,59}$/u;

/** `address_line_2`, `CIP2020`: a name may carry a year, an identifier has more digits. */
const MOST_DIGITS = 4;

/** Whether a header cell cannot be a column's name: an SSN, a date, an e-mail address, an empty cell. */
function looksLikeValue(cell: string): boolean {
  return !COLUMN_NAME.test(cell) || (cell.match(/\p{N}/gu)?.length ?? 0) > MOST_DIGITS;
}

/**
 * The column names of a header, for messages and reports.
 *
 * Claim: a file without a header has a person's row in its place; where any cell of it is an SSN, a date, a number
 * or an e-mail address, none of the cells is shown. Not claimed: a first row of words alone ("John", "Smith") is
 * taken for a header; every layout asks for a date, a code with digits or a number beside the name.
 */
export function shownColumns(header: readonly string[]): readonly string[] {
  const named = header.filter((cell) => cell !== '');
  return named.some(looksLikeValue) ? [] : named;
}
