import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isToldClosely } from './told-closely.ts';

test('a group of 9 must keep three possible sizes, a group of 10 need not', () => {
  const judge = (high: number, persons: number) => isToldClosely({ low: 8, high }, persons, ROUNDED_POLICY);
  expect([judge(8, 8), judge(9, 9), judge(10, 9), judge(10, 10), judge(9, 10)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
