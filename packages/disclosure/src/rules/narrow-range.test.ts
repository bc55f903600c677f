import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isNarrow, rangeToLeave } from './narrow-range.ts';

test.each([
  [false, [true, true, false, true, false]],
  [true, [true, false, false, true, false]],
])('a range must span 10 persons and reach 10; new in a carried total (%s) 9', (isNewInCarried, expected) => {
  const asked = rangeToLeave(isNewInCarried, ROUNDED_POLICY);
  const judge = (low: number, high: number) => isNarrow({ low, high }, asked);
  expect([judge(0, 8), judge(0, 9), judge(0, 10), judge(2, 10), judge(1, 11)]).toEqual(expected);
  expect(judge(0, Number.POSITIVE_INFINITY)).toBe(false);
});
