import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { composedTags, invertedTags, tagPermutation } from './tag-permutation.ts';

const key = (byte: number) => createSecretKey(Buffer.alloc(16, byte));
const IDENTITY = Uint16Array.from({ length: 65_536 }, (_, tag) => tag);

test('every tag becomes exactly one other, the same under the same key, and can be taken back', () => {
  const table = tagPermutation(key(1));
  expect(new Set(table).size).toBe(65_536);
  expect(tagPermutation(key(1))).toEqual(table);
  expect(composedTags(table, invertedTags(table))).toEqual(IDENTITY);
});

test('a table keeps about one tag in its place, and two keys agree on about one: as chance would', () => {
  const [one, other] = [tagPermutation(key(1)), tagPermutation(key(2))];
  // The number of fixed points of a random permutation is Poisson with mean 1: more than 12 has a chance below 10^-10.
  expect(one.filter((permuted, tag) => permuted === tag).length).toBeLessThan(13);
  expect(one.filter((permuted, tag) => permuted === other[tag]).length).toBeLessThan(13);
});

test('what is done and then done again is both, in that order', () => {
  const [one, other] = [tagPermutation(key(1)), tagPermutation(key(2))];
  const both = composedTags(one, other);
  for (const tag of [0, 1, 4711, 65_535]) expect(both[tag]).toBe(other[one[tag] ?? 0]);
});
