import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { roundCount } from './round-count.ts';
import { shareBand } from './share-band.ts';

test('the width steps down where the rounded count guarantees 30, 100 and 300 persons', () => {
  const points = (n: number) => shareBand(Math.floor(n / 2), n, ROUNDED_POLICY).points;
  expect([10, 34, 35, 104, 105, 304, 305].map(points)).toEqual([10, 10, 5, 5, 2, 2, 1]);
});

test('a share on an edge belongs to the band above it', () => {
  expect(shareBand(8, 40, ROUNDED_POLICY)).toEqual({ low: 0.2, high: 0.25, points: 5 });
  expect(shareBand(7, 40, ROUNDED_POLICY)).toEqual({ low: 0.15, high: 0.2, points: 5 });
});

test('a group below every band is a fault of the caller', () => {
  const policy = {
    ...ROUNDED_POLICY,
    shares: { ...ROUNDED_POLICY.shares, bands: [{ atLeast: 30, points: 5 }] },
  };
  expect(() => shareBand(10, 20, policy)).toThrow(RangeError);
});

test('the band holds the true share, and its width says no more of the group than the rounded count', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, part) => {
        const numerator = Math.floor(n * part);
        const { low, high, points } = shareBand(numerator, n, ROUNDED_POLICY);
        expect(numerator / n).toBeGreaterThanOrEqual(low - 1e-12);
        expect(numerator / n).toBeLessThan(high);
        const alike = roundCount(n, ROUNDED_POLICY);
        expect(shareBand(0, alike.low, ROUNDED_POLICY).points).toBe(points);
        expect(shareBand(0, alike.high, ROUNDED_POLICY).points).toBe(points);
      },
    ),
  );
});
