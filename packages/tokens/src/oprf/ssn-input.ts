import { utf8 } from '../encoding/utf8.ts';

/** Keeps SSN evaluations apart from anything else the same OPRF key may ever evaluate. */
const SSN_INPUT_LABEL = 'credlink/ssn/v1';

/**
 * The OPRF input of a normalised SSN: label, then nine ASCII digits.
 *
 * @throws {TypeError} when it has not nine digits.
 */
export function ssnOprfInput(ssn: string): Uint8Array {
  if (!/^\d{9}$/.test(ssn)) throw new TypeError('an SSN for evaluation has nine digits');
  return utf8(SSN_INPUT_LABEL + ssn);
}
