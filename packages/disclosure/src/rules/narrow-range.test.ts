import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isNarrow } from './narrow-range.ts';

test('a range must span 10 persons and reach 10', () => {
  const judge = (low: number, high: number) => isNarrow({ low, high }, ROUNDED_POLICY);
  expect([judge(0, 9), judge(0, 10), judge(1, 10), judge(1, 11)]).toEqual([true, false, true, false]);
  expect(judge(0, Number.POSITIVE_INFINITY)).toBe(false);
});
