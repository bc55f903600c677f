import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isPercentileAllowed } from './percentile-minimum.ts';

test('the middle half needs 30 persons, the rest 100', () => {
  const judge = (p: number, n: number) => isPercentileAllowed(p, n, ROUNDED_POLICY);
  expect([judge(25, 29), judge(25, 30), judge(50, 31), judge(75, 30)]).toEqual([false, true, true, true]);
  expect([judge(24, 99), judge(24, 100), judge(76, 99), judge(90, 100)]).toEqual([false, true, false, true]);
});

test('the least and the greatest value are never shown', () => {
  expect([0, 100].map((p) => isPercentileAllowed(p, 100_000, ROUNDED_POLICY))).toEqual([false, false]);
});
