import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isFewTold } from './few-came.ts';

test('a change must be able to be none, or to be of ten persons', () => {
  const judge = (low: number, high: number) => isFewTold({ low, high }, ROUNDED_POLICY);
  expect([judge(1, 9), judge(0, 9), judge(1, 10), judge(9.5, 9.5), judge(10, 12)]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect([judge(-9, -1), judge(-9, 0), judge(-10, -1), judge(-0.5, -0.5), judge(-9, 9)]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});
