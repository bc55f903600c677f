import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '../parse-policy.ts';
import { EXACT_POLICY, POLICIES, ROUNDED_POLICY } from '../policy.ts';
import { strictest } from './strictest.ts';

test('9 and 10 change nothing, 11 raises the minimum and says so in the version', () => {
  expect(strictest(ROUNDED_POLICY, [9, 10])).toBe(ROUNDED_POLICY);
  expect(strictest(ROUNDED_POLICY, [])).toBe(ROUNDED_POLICY);
  const stricter = strictest(ROUNDED_POLICY, [9, 11]);
  expect(stricter.counts).toEqual({ minimum: 11, base: 10 });
  expect(stricter.version).toBe('1.1.0+minimum.11');
});

test('beside true counts both sides of a share follow', () => {
  const { shares } = strictest(EXACT_POLICY, [12]);
  expect([shares.minimumNumerator, shares.minimumComplement]).toEqual([12, 12]);
});

test('an agreement that asks for nothing sensible is refused', () => {
  for (const minimum of [0, -1, 10.5, Number.NaN]) {
    expect(() => strictest(ROUNDED_POLICY, [minimum])).toThrow(RangeError);
  }
});

test('whatever agreements ask for, no minimum falls, and the result is a policy', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(POLICIES)),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
      (policy, minimums) => {
        const stricter = strictest(policy, minimums);
        expect(parsePolicy(stricter)).toEqual(stricter);
        expect(stricter.counts.minimum).toBe(Math.max(policy.counts.minimum, ...minimums));
        expect(stricter.percentiles.minimum).toBeGreaterThanOrEqual(policy.percentiles.minimum);
        expect(stricter.percentiles.outerMinimum).toBeGreaterThanOrEqual(policy.percentiles.outerMinimum);
        expect(stricter.shares.minimumNumerator).toBeGreaterThanOrEqual(policy.shares.minimumNumerator);
        expect(stricter.shares.minimumComplement).toBeGreaterThanOrEqual(policy.shares.minimumComplement);
      },
    ),
  );
});
