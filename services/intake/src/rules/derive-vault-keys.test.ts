import { createHmac, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { deriveVaultKeys } from './derive-vault-keys.ts';

const VAULT_KEY = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

const hex = (key: KeyObject): string => key.export().toString('hex');

/** RFC 5869 section 2, written out: extract with an empty salt, then one block of expand. */
function hkdfByHand(key: Buffer, info: string): string {
  const pseudoRandomKey = createHmac('sha256', Buffer.alloc(32)).update(key).digest();
  const block = createHmac('sha256', pseudoRandomKey).update(info).update(Buffer.of(1)).digest();
  return block.subarray(0, 16).toString('hex');
}

test('every domain has its own 16-byte key, the HKDF of the vault key', () => {
  const keys = deriveVaultKeys(VAULT_KEY);
  expect(hex(keys.persons)).toBe(hkdfByHand(VAULT_KEY, 'credlink vault re-key v1 persons'));
  expect(hex(keys.employers)).toBe(hkdfByHand(VAULT_KEY, 'credlink vault re-key v1 employers'));
  expect(hex(keys.employerUnits)).toBe(hkdfByHand(VAULT_KEY, 'credlink vault re-key v1 employer units'));
  expect(hex(keys.subjects)).toBe(hkdfByHand(VAULT_KEY, 'credlink vault re-key v1 subjects'));
  expect(hex(keys.codes)).toBe(hkdfByHand(VAULT_KEY, 'credlink vault re-key v1 codes'));
});

test('a vault key that is too short is a bug of the caller', () => {
  expect(() => deriveVaultKeys(VAULT_KEY.subarray(1))).toThrow(RangeError);
});
