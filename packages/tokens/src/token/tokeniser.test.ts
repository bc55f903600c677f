import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import { NORMALISER_MAJOR } from '../normalise/version.ts';
import { PACKS } from '../packs/packs.ts';
import type { RulePack } from '../rule-pack.ts';
import { createTokeniser } from './tokeniser.ts';

const FIXED = [
  [7, '593b389a9075e70873fdcbb1fd5a803f'],
  [8, 'e552f93dfb20e4fd57e07ef8504d2820'],
  [8, '7ad19335ea10b0e6a34e39288311c4a1'],
  [8, '1c41c8bce4027b820af7803b49cbf330'],
  [9, '9caaeb949995eab27cacca75df5a3c0a'],
];

const KEY = Uint8Array.from({ length: 32 }, (_, index) => (index * 73 + 5) & 0xff);
const EVALUATION = Uint8Array.from({ length: 64 }, (_, index) => index);
const PERSON = normaliseIdentifiers(
  { givenName: 'Cassandra', surname: 'Hostetter-Smith', dateOfBirth: '03/29/1994', ssn: '604-42-0998' },
  '2026-01-01',
);

const pack = (maxValuesPerRule: number, ...rules: RulePack['rules']): RulePack => ({
  name: 'test',
  version: '1.0.0',
  maxValuesPerRule,
  rules,
});
const EXACT = {
  code: 7,
  id: 'x',
  levels: ['surname.exact', 'given.exact', 'birthDate.full'],
  role: 'candidate',
} as const;
const PARTS = { code: 8, id: 'y', levels: ['surname.part', 'birthDate.full'], role: 'candidate' } as const;
const NINE = { code: 9, id: 'z', levels: ['ssn.nine', 'given.initial'], role: 'candidate' } as const;

const hex = (tokens: readonly { code: number; token: Uint8Array }[]): [number, string][] =>
  tokens.map(({ code, token }) => [code, bytesToHex(token)]);
const tokens = (of: RulePack, evaluation: Uint8Array | null = EVALUATION, keyEpoch = 1): [number, string][] =>
  hex(createTokeniser({ exchangeKey: KEY, keyEpoch, pack: of }).tokensOf(PERSON, evaluation));

/** The definition written out with the library: label and numbers, HKDF, length-prefixed fields, HMAC, cut. */
function byDefinition(code: number, epoch: number, fields: readonly string[]): string {
  const four = (number: number): number[] =>
    [number >>> 24, number >>> 16, number >>> 8, number].map((n) => n & 0xff);
  const info = [
    16,
    ...utf8ToBytes('credlink/rule/v1'),
    ...four(code),
    ...four(NORMALISER_MAJOR),
    ...four(epoch),
  ];
  const key = hkdf(sha256, KEY, undefined, Uint8Array.from(info), 32);
  const message = fields.flatMap((field) => [field.length >> 8, field.length & 0xff, ...utf8ToBytes(field)]);
  return bytesToHex(hmac(sha256, key, Uint8Array.from(message)).subarray(0, 16));
}

test('a token is the cut HMAC of the length-prefixed values under the key of its rule', () => {
  expect(tokens(pack(6, EXACT, NINE), EVALUATION, 3)).toEqual([
    [7, byDefinition(7, 3, ['HOSTETTERSMITH', 'CASSANDRA', '1994-3-29'])],
    [9, byDefinition(9, 3, [bytesToHex(EVALUATION), 'C'])],
  ]);
});

test('fixed tokens, to compare Node with browsers and this version with the next', () => {
  expect(tokens(pack(6, EXACT, PARTS, NINE))).toEqual(FIXED);
});

test('a missing attribute silences its rules', () => {
  const nameless = normaliseIdentifiers({ surname: 'Unknown', ssn: '123-45-6789' }, '2026-01-01');
  const tokeniser = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack: PACKS.full });
  expect(tokeniser.tokensOf(nameless, null)).toEqual([]);
  expect(tokens(pack(6, NINE), null)).toEqual([]);
});

test('two people without the same attributes never share a token for want of them', () => {
  const tokeniser = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack: PACKS.full });
  const ann = normaliseIdentifiers({ givenName: 'Ann', surname: 'Smith', email: 'none' }, '2026-01-01');
  const bob = normaliseIdentifiers({ givenName: 'Bob', surname: 'Vance', email: 'none' }, '2026-01-01');
  const of = (person: typeof ann): string[] => hex(tokeniser.tokensOf(person, null)).map(String);
  expect(of(ann).filter((token) => of(bob).includes(token))).toEqual([]);
});

describe('values of a rule', () => {
  test('each once, strongest first, at most as many as the pack allows', () => {
    const all = tokens(pack(6, PARTS));
    expect(all.map(([code]) => code)).toEqual([8, 8, 8]);
    expect(new Set(all.map(String)).size).toBe(3);
    expect(tokens(pack(2, PARTS))).toEqual(all.slice(0, 2));
    expect(all[0]).toEqual([8, byDefinition(8, 1, ['HOSTETTERSMITH', '1994-3-29'])]);
  });

  test('no record exceeds the cap or repeats a token', () => {
    const tokeniser = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack: PACKS.full });
    const found = hex(tokeniser.tokensOf(PERSON, EVALUATION));
    expect(new Set(found.map(String)).size).toBe(found.length);
    for (const { code } of PACKS.full.rules) {
      expect(found.filter(([of]) => of === code).length).toBeLessThanOrEqual(PACKS.full.maxValuesPerRule);
    }
  });
});

test('another rule code, epoch or exchange key gives another token', () => {
  const base = tokens(pack(6, EXACT));
  expect(tokens(pack(6, { ...EXACT, code: 6 }))[0]?.[1]).not.toBe(base[0]?.[1]);
  expect(tokens(pack(6, EXACT), EVALUATION, 2)).not.toEqual(base);
  const otherKey = createTokeniser({
    exchangeKey: KEY.map((byte) => byte ^ 1),
    keyEpoch: 1,
    pack: pack(6, EXACT),
  });
  expect(hex(otherKey.tokensOf(PERSON, null))).not.toEqual(base);
});

test("a caller's mistakes are refused", () => {
  const options = { exchangeKey: KEY, keyEpoch: 1, pack: pack(6, EXACT) };
  expect(() => createTokeniser({ ...options, exchangeKey: KEY.subarray(1) })).toThrow(TypeError);
  expect(() => createTokeniser({ ...options, keyEpoch: -1 })).toThrow(RangeError);
  expect(() => createTokeniser({ ...options, pack: pack(6, EXACT, EXACT) })).toThrow(RangeError);
  expect(() => createTokeniser(options).tokensOf(PERSON, EVALUATION.subarray(1))).toThrow(TypeError);
});
