import { expect, test } from 'vitest';
import { EXACT_POLICY, ROUNDED_POLICY } from '../policy.ts';
import { isShareAllowed } from './share-minimums.ts';

const of = (n: number, vouched = n) => ({ n, vouched, suppliedByOthers: 100 });

test('4 of 40 and 36 of 40 are refused, 5 and 35 are not', () => {
  expect([4, 5, 6, 34, 35, 36].map((numerator) => isShareAllowed(numerator, of(40), ROUNDED_POLICY))).toEqual(
    [false, true, true, true, true, false],
  );
});

test('all and none of a large group are refused', () => {
  expect([0, 1000].map((numerator) => isShareAllowed(numerator, of(1000), ROUNDED_POLICY))).toEqual([
    false,
    false,
  ]);
});

test('beside true counts both sides need the full minimum', () => {
  expect([9, 10, 30, 31].map((numerator) => isShareAllowed(numerator, of(40), EXACT_POLICY))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('one real person among nine fabricated ones has no share', () => {
  expect(isShareAllowed(5, of(12, 9), ROUNDED_POLICY)).toBe(false);
  expect(isShareAllowed(5, of(12, 10), ROUNDED_POLICY)).toBe(true);
});
