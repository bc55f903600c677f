import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isTooClose } from './percentile-difference.ts';

test('1 to 9 persons apart is too close; the same persons, or 10 apart, is not', () => {
  expect([0, 1, 9, 10, 11].map((apart) => isTooClose(apart, ROUNDED_POLICY))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
