import type { FactColumn } from '@credlink/contracts';

/**
 * Claim: a facts file that carries a social security number, an e-mail address, a dashed telephone number or a
 * full date in a text column is refused whole, even where the column's pattern would let the value through (a
 * credential code may consist of nine digits; a nine-digit code the catalogue does not know is taken for an SSN).
 * Against: a column mapped wrongly by mistake. Not claimed: that a contributor bent on smuggling cannot encode
 * something in codes that are well formed.
 *
 * Patterns are RE2, matched against the whole value.
 */
const UNMISTAKABLE: readonly string[] = [
  // nine digits grouped 3-2-4 or not at all: an SSN or ITIN
  '[0-9]{3}([- ]?)[0-9]{2}([- ]?)[0-9]{4}',
  '.*[^@\\s]@[^@\\s]+\\.[^@\\s]+.*',
  '(\\+?1[-./ ])?\\(?[0-9]{3}\\)?[-./ ] ?[0-9]{3}[-./ ][0-9]{4}',
  '(19|20)[0-9]{2}[-./ ][0-9]{1,2}[-./ ][0-9]{1,2}([T ].*)?',
  '[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ](19|20)[0-9]{2}',
];

/** Looked for only in values the contract refuses anyway: they decide which code the refusal gets. */
const LIKELY: readonly string[] = [
  // ten digits, or eleven with the country code: a telephone number
  '\\+?1?[0-9]{10}',
  // YYYYMMDD and MMDDYYYY
  '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])',
  '(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(19|20)[0-9]{2}',
  // two or more words of letters, or one capitalised word: a name
  "\\pL[\\pL'’.-]*([ ,]+\\pL[\\pL'’.-]*)+",
  "\\p{Lu}\\p{Ll}[\\pL'’-]*",
  // a house number and a street
  '[0-9]{1,6}[A-Za-z]? +\\pL.*',
];

const anyOf = (patterns: readonly string[]): string => `(?s)${patterns.map((p) => `(?:${p})`).join('|')}`;

export const UNMISTAKABLE_IDENTIFIER = anyOf(UNMISTAKABLE);
export const LIKELY_IDENTIFIER = anyOf([...UNMISTAKABLE, ...LIKELY]);

/**
 * Whether a value that fits the column could still be an identifier. Closed vocabularies and forms of up to eight
 * digits cannot be one (an OPEID such as 01012000 is no date).
 */
export function mayHoldIdentifier(column: FactColumn): boolean {
  if (column.type !== 'VARCHAR' || column.values !== undefined) return false;
  return !/^\[0-9\]\{[1-8]\}$/.test(column.pattern ?? '');
}
