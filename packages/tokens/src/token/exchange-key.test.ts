import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../encoding/base64.ts';
import { utf8 } from '../encoding/utf8.ts';
import {
  formatExchangeKeyFile,
  generateExchangeKey,
  keyCheckValue,
  parseExchangeKeyFile,
  sourceDigestKey,
} from './exchange-key.ts';

/** Computed apart from this code, with another language's HKDF and HMAC. */
const FIXED = [
  '6184e816f33bd50951391e0770866b5a',
  'c57e2a76897568b81386f0f50380e1e1b9e1032d605e401e438d47a6fa08b99d',
];

const KEY = Uint8Array.from({ length: 32 }, (_, index) => (index * index * 73 + 5) & 0xff);
const EXCHANGE = '0190a3f2-1111-7222-8333-444455556666';

const file = (change: Record<string, unknown>): string =>
  JSON.stringify({ exchangeId: EXCHANGE, keyEpoch: 1, key: toBase64(KEY), ...change });
const problemOf = (text: string): string => {
  const reading = parseExchangeKeyFile(text);
  return reading.kind === 'refused' ? reading.problem : 'accepted';
};

test('what is written is read again', () => {
  const exchangeKey = { exchangeId: EXCHANGE, keyEpoch: 4, key: KEY };
  expect(parseExchangeKeyFile(formatExchangeKeyFile(exchangeKey))).toEqual({ kind: 'key', exchangeKey });
});

describe('a key that can be guessed is refused', () => {
  test.each<readonly [string, Uint8Array, string]>([
    ['a passphrase of 32 letters', utf8('correct horse battery staple ok!'), 'key_not_random'],
    ['zeros', new Uint8Array(32), 'key_not_random'],
    ['a counter', Uint8Array.from({ length: 32 }, (_, index) => index + 128), 'key_not_random'],
    ['fifteen different bytes', KEY.map((_, index) => (index % 15) * 17), 'key_not_random'],
    ['31 bytes', KEY.subarray(1), 'key_length'],
    ['33 bytes', Uint8Array.of(...KEY, 9), 'key_length'],
    ['nothing', new Uint8Array(0), 'key_length'],
  ])('%s', (_, key, problem) => {
    expect(problemOf(file({ key: toBase64(key) }))).toBe(problem);
    expect(() => generateExchangeKey(key)).toThrow(RangeError);
  });

  test('random bytes are taken', () => {
    fc.assert(
      fc.property(
        fc.noShrink(fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((k) => new Set(k).size > 24)),
        (key) => {
          fc.pre(key.some((byte) => byte > 0x7e));
          expect(generateExchangeKey(key)).toEqual(key);
        },
      ),
    );
  });
});

test.each<readonly [string, string]>([
  ['not json', 'not_json'],
  ['[]', 'fields_differ'],
  ['null', 'fields_differ'],
  [file({ note: 'x' }), 'fields_differ'],
  [file({ exchangeId: 'x' }), 'fields_differ'],
  [file({ keyEpoch: 0 }), 'fields_differ'],
  [file({ keyEpoch: 1.5 }), 'fields_differ'],
  [file({ key: 'my secret passphrase' }), 'key_not_base64'],
])('%s is refused: %s', (text, problem) => {
  expect(problemOf(text)).toBe(problem);
});

test('a refusal holds no part of the file', () => {
  expect(parseExchangeKeyFile(file({ key: 'c2VjcmV0' }))).toEqual({ kind: 'refused', problem: 'key_length' });
});

test('check value and digest key are fixed, and different for another key', () => {
  expect(keyCheckValue(KEY)).toMatch(/^[0-9a-f]{32}$/);
  expect([keyCheckValue(KEY), bytesToHex(sourceDigestKey(KEY))]).toEqual(FIXED);
  expect(keyCheckValue(KEY.map((byte) => byte ^ 1))).not.toBe(keyCheckValue(KEY));
});
