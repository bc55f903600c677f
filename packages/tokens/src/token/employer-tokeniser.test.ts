import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { createEmployerTokeniser, employerToken, employerUnitToken } from './employer-tokeniser.ts';

/** Computed apart from this code, with another language's HKDF and HMAC. */
const FIXED = ['6db39f16e47229ebd2fb6ce03f3c2b50', '43f88c8b43baf634f43a634eac1e7d72'];

const KEY = Uint8Array.from({ length: 32 }, (_, index) => (index * 73 + 5) & 0xff);
const { employer, employerUnit } = createEmployerTokeniser(KEY, 1);

test('an account is the same account with and without filling zeros and hyphens', () => {
  expect(employer('34', '0000829394')).toEqual(employer('34', '829394'));
  expect(employer('34', '829-394')).toEqual(employer('34', ' 829394 '));
  expect(employerUnit('06', '829394', '00001')).toEqual(employerUnit('6', '829394', '1'));
});

test('states, accounts, units and epochs are kept apart', () => {
  const all = [
    employer('34', '829394'),
    employer('42', '829394'),
    employer('34', '829395'),
    employer('348', '29394'),
    employerUnit('34', '829394', '0'),
    employerUnit('34', '829394', '1'),
    employerToken(KEY, 2, '34', '829394'),
  ];
  expect(new Set(all.map(bytesToHex)).size).toBe(all.length);
});

test('single tokens equal those of the prepared tokeniser and are fixed', () => {
  expect(employerToken(KEY, 1, '34', '829394')).toEqual(employer('34', '829394'));
  expect(employerUnitToken(KEY, 1, '34', '829394', '1')).toEqual(employerUnit('34', '829394', '1'));
  expect([bytesToHex(employer('34', '829394')), bytesToHex(employerUnit('34', '829394', '1'))]).toEqual(
    FIXED,
  );
});
