import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '../parse-policy.ts';
import { EXACT_POLICY, POLICIES, type Policy, ROUNDED_POLICY } from '../policy.ts';
import { PROFILES } from '../policy-profiles.ts';
import { strictest } from './strictest.ts';

test('what asks for less changes nothing, not even the version', () => {
  expect(strictest(ROUNDED_POLICY, [])).toBe(ROUNDED_POLICY);
  expect(strictest(ROUNDED_POLICY, [PROFILES.texas5, PROFILES.wris3])).toBe(ROUNDED_POLICY);
  expect(strictest(PROFILES.adrf11, [ROUNDED_POLICY, EXACT_POLICY, PROFILES.ferpa10])).toBe(PROFILES.adrf11);
});

test('eleven is stricter than ten, and the version names who asked for it', () => {
  const stricter = strictest(ROUNDED_POLICY, [PROFILES.texas5, PROFILES.adrf11]);
  expect(stricter.counts).toEqual({ minimum: 11, base: 10 });
  expect([stricter.shares.minimumNumerator, stricter.shares.minimumComplement]).toEqual([11, 11]);
  expect(stricter.version).toBe(`${ROUNDED_POLICY.version}+adrf11`);
  const both = strictest(ROUNDED_POLICY, [PROFILES.pseo30, PROFILES.adrf11, PROFILES.pseo30]);
  expect([both.counts.minimum, both.version]).toEqual([30, `${ROUNDED_POLICY.version}+adrf11.pseo30`]);
});

test('who asks for rounded counts gets them from a policy of true counts', () => {
  const stricter = strictest(EXACT_POLICY, [PROFILES.adrf11]);
  expect(stricter.counts).toEqual({ minimum: 11, base: 10 });
});

test('beside true counts both sides of a share follow the minimum', () => {
  const asked: Policy = { ...EXACT_POLICY, name: 'own', counts: { minimum: 12, base: 1 } };
  const { shares } = strictest(EXACT_POLICY, [asked]);
  expect([shares.minimumNumerator, shares.minimumComplement]).toEqual([12, 12]);
});

test('the wider blur holds, and beside a wider base more than half of it', () => {
  const blurOf = (own: Partial<Policy['percentiles']>, asked: Partial<Policy['percentiles']>) => {
    const policy = { ...ROUNDED_POLICY, percentiles: { ...ROUNDED_POLICY.percentiles, ...own } };
    const other = { ...policy, name: 'own', percentiles: { ...policy.percentiles, ...asked } };
    return strictest(policy, [other]).percentiles.blurCents;
  };
  expect(blurOf({ blurCents: 0 }, { blurCents: 30_000 })).toBe(30_000);
  expect(blurOf({ blurCents: 40_000 }, { blurCents: 30_000 })).toBe(40_000);
  expect(blurOf({ blurCents: 30_000 }, { baseCents: 100_000 })).toBe(50_001);
  expect(blurOf({ blurCents: 0 }, { baseCents: 100_000 })).toBe(0);
});

test('secret limits of contributors only tighten', () => {
  const asked: Policy = {
    ...ROUNDED_POLICY,
    name: 'own',
    concentration: { minimumContributors: 2, largestShare: 0.7 },
  };
  expect(strictest(ROUNDED_POLICY, [asked]).concentration).toEqual({
    minimumContributors: 3,
    largestShare: 0.7,
  });
});

test('whatever agreements ask for, nothing gets looser than any of them, and the result is a policy', () => {
  const named = fc.constantFrom<Policy>(...Object.values(POLICIES));
  fc.assert(
    fc.property(
      named,
      fc.array(named, { maxLength: 4 }),
      fc.integer({ min: 50, max: 400 }),
      (policy, asked, size) => {
        const result = strictest(policy, asked);
        expect(parsePolicy(result)).toEqual(result);
        const pointsAt = ({ shares }: Policy) =>
          shares.bands.findLast(({ atLeast }) => atLeast <= size)?.points ?? 0;
        for (const each of [policy, ...asked]) {
          expect(result.counts.minimum).toBeGreaterThanOrEqual(each.counts.minimum);
          expect(result.counts.base).toBeGreaterThanOrEqual(each.counts.base);
          expect(result.shares.minimumNumerator).toBeGreaterThanOrEqual(each.shares.minimumNumerator);
          expect(result.shares.minimumComplement).toBeGreaterThanOrEqual(each.shares.minimumComplement);
          expect(result.percentiles.minimum).toBeGreaterThanOrEqual(each.percentiles.minimum);
          expect(result.percentiles.outerMinimum).toBeGreaterThanOrEqual(each.percentiles.outerMinimum);
          expect(result.percentiles.ranks).toBeGreaterThanOrEqual(each.percentiles.ranks);
          expect(result.percentiles.baseCents).toBeGreaterThanOrEqual(each.percentiles.baseCents);
          expect(result.percentiles.blurCents).toBeGreaterThanOrEqual(each.percentiles.blurCents);
          expect(result.concentration.largestShare).toBeLessThanOrEqual(each.concentration.largestShare);
          expect(pointsAt(result)).toBeGreaterThanOrEqual(pointsAt(each));
        }
        expect(strictest(policy, [...asked].reverse())).toEqual(result);
        expect(strictest(result, asked)).toBe(result);
      },
    ),
  );
});
