import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedEvaluations, MAX_DECLARED_ROWS } from './allowed-evaluations.ts';

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
