/** UI accounts have ten digits, reporting units five (LEHD order of a UI wage record). */
const ACCOUNT_DIGITS = 10;
const UNIT_DIGITS = 5;

/** The account as every file of a state must write it to be the same token; null where it is blank or all zeros. */
export function normaliseAccount(text: string): string | null {
  const account = normaliseNumber(text, ACCOUNT_DIGITS);
  return account === '' || /^0+$/.test(account) ? null : account;
}

/** The reporting unit; blank is unit 00000, the account as a whole. */
export function normaliseUnit(text: string): string {
  return normaliseNumber(text, UNIT_DIGITS).padStart(UNIT_DIGITS, '0');
}

/** Upper case without punctuation; zeros that a spreadsheet dropped from a number are put back. */
function normaliseNumber(text: string, digits: number): string {
  const compact = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return /^\d+$/.test(compact) ? compact.padStart(digits, '0') : compact;
}
