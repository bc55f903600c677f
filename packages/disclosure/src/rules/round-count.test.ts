import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXACT_POLICY, ROUNDED_POLICY } from '../policy.ts';
import { roundCount } from './round-count.ts';

test('halves go up and the interval starts at the minimum', () => {
  expect(roundCount(14, ROUNDED_POLICY)).toEqual({ value: 10, low: 10, high: 14 });
  expect(roundCount(15, ROUNDED_POLICY)).toEqual({ value: 20, low: 15, high: 24 });
  expect(roundCount(24, ROUNDED_POLICY)).toEqual({ value: 20, low: 15, high: 24 });
  expect(roundCount(25, ROUNDED_POLICY)).toEqual({ value: 30, low: 25, high: 34 });
});

test('with base 1 a count is itself', () => {
  expect(roundCount(37, EXACT_POLICY)).toEqual({ value: 37, low: 37, high: 37 });
});

test('the interval is exactly the counts that are shown alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 5000 }), fc.integer({ min: 10, max: 5000 }), (one, other) => {
      const { value, low, high } = roundCount(one, ROUNDED_POLICY);
      expect(other >= low && other <= high).toBe(roundCount(other, ROUNDED_POLICY).value === value);
    }),
  );
});
