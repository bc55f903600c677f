import { deriveKey } from './derive-key.ts';
import { createHashQueue, MOST_FIELDS } from './hash-queue.ts';

export type EmployerTokeniser = {
  /** Token of an unemployment-insurance account within its state. */
  readonly employer: (stateFips: string, account: string) => Uint8Array;
  /** Token of one reporting unit of an account. */
  readonly employerUnit: (stateFips: string, account: string, unit: string) => Uint8Array;
};

/** The first value of each field. */
const ONE_COMPOSITE = new Uint16Array(MOST_FIELDS);

/** Digits and letters without leading zeros: fixed-width files fill accounts with zeros, spreadsheets take them away. */
function accountCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^0+(?=.)/, '');
}

/**
 * Keys employer accounts as identities are keyed, so that wage files and employer files meet without naming an
 * employer. 16 bytes as person tokens, under keys of their own.
 */
export function createEmployerTokeniser(exchangeKey: Uint8Array, keyEpoch: number): EmployerTokeniser {
  const queue = createHashQueue();
  const employerKey = queue.prepareKey(deriveKey(exchangeKey, 'employer', keyEpoch));
  const unitKey = queue.prepareKey(deriveKey(exchangeKey, 'employerUnit', keyEpoch));
  const sign = (key: number, fields: readonly string[]): Uint8Array => {
    const addresses = Int32Array.from(fields, (field) => queue.addField(accountCode(field)));
    queue.push(0, key, addresses, [...addresses.keys()], ONE_COMPOSITE.subarray(0, fields.length));
    return queue.take().tokens.slice();
  };
  return {
    employer: (stateFips, account) => sign(employerKey, [stateFips, account]),
    employerUnit: (stateFips, account, unit) => sign(unitKey, [stateFips, account, unit]),
  };
}

/** One employer token. For a file, prepare createEmployerTokeniser once: deriving the key costs far more than the token. */
export function employerToken(
  exchangeKey: Uint8Array,
  keyEpoch: number,
  stateFips: string,
  account: string,
): Uint8Array {
  return createEmployerTokeniser(exchangeKey, keyEpoch).employer(stateFips, account);
}

/** One token of a reporting unit; see employerToken. */
export function employerUnitToken(
  exchangeKey: Uint8Array,
  keyEpoch: number,
  stateFips: string,
  account: string,
  unit: string,
): Uint8Array {
  return createEmployerTokeniser(exchangeKey, keyEpoch).employerUnit(stateFips, account, unit);
}
