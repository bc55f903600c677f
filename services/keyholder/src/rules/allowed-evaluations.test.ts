import { MAX_DECLARED_ROWS } from '@credlink/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedEvaluations, isJump } from './allowed-evaluations.ts';

test.each([
  [0, 0],
  [1, 1],
  [4, 4],
  [5, 6],
  [9, 10],
  [10, 12],
  [11, 13],
  [1000, 1200],
  [10_000_000, 12_000_000],
])('%i declared rows allow %i evaluations', (rows, allowed) => {
  expect(allowedEvaluations(rows)).toBe(allowed);
});

test('the quota never exceeds 1.2 times the rows, and falls short of it by less than one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_DECLARED_ROWS }), (rows) => {
      const tenths = rows * 12 - allowedEvaluations(rows) * 10;
      expect(tenths).toBeGreaterThanOrEqual(0);
      expect(tenths).toBeLessThan(10);
    }),
  );
});

test('even the largest declaration cannot reach all SSNs', () => {
  const possibleSsns = 899 * 99 * 9999;
  expect(allowedEvaluations(MAX_DECLARED_ROWS)).toBeLessThan(possibleSsns / 3);
});

test.each([
  [0, 1_000_000, false],
  [0, 1_000_001, true],
  [100_001, 1_000_010, false],
  [100_001, 1_000_011, true],
  [2_000_000, 20_000_000, false],
  [2_000_000, 20_000_001, true],
])('from %i to %i declared rows is a jump: %s', (before, after, expected) => {
  expect(isJump(before, after)).toBe(expected);
});
