import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { EXACT_POLICY, POLICIES, policyDigest, ROUNDED_POLICY } from './policy.ts';

test('both policies of the house read back as they are', () => {
  for (const policy of Object.values(POLICIES)) {
    expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  }
});

test('the digest names the content, whatever the order of its keys', () => {
  const reversed = Object.fromEntries(Object.entries(ROUNDED_POLICY).reverse());
  expect(policyDigest(parsePolicy(reversed))).toBe(policyDigest(ROUNDED_POLICY));
  expect(policyDigest(EXACT_POLICY)).not.toBe(policyDigest(ROUNDED_POLICY));
  expect(policyDigest(ROUNDED_POLICY)).toMatch(/^[0-9a-f]{64}$/);
});

test('a policy that protects nobody, or that nobody meant, is refused', () => {
  const { counts, shares, percentiles } = ROUNDED_POLICY;
  const refused = (changes: object) => {
    try {
      parsePolicy({ ...ROUNDED_POLICY, ...changes });
    } catch (error) {
      return error instanceof RangeError ? 'range' : error instanceof TypeError ? 'type' : 'other';
    }
    return 'accepted';
  };
  expect(refused({})).toBe('accepted');
  expect(refused({ counts: { ...counts, minimum: 0 } })).toBe('range');
  expect(refused({ counts: { ...counts, minimum: 1 } })).toBe('range');
  expect(refused({ counts: { ...counts, minimum: 9 } })).toBe('range');
  expect(refused({ counts: { ...counts, minimum: '10' } })).toBe('type');
  expect(refused({ counts: { ...counts, base: 2.5 } })).toBe('range');
  expect(refused({ counts: { ...counts, base: 1 } })).toBe('range');
  expect(refused({ counts: { minimum: 10 } })).toBe('type');
  expect(refused({ zeros: 'shown' })).toBe('type');
  expect(refused({ surprise: 1 })).toBe('type');
  expect(refused({ shares: { ...shares, minimumComplement: 0 } })).toBe('range');
  expect(refused({ shares: { ...shares, bands: [] } })).toBe('range');
  expect(refused({ shares: { ...shares, bands: [{ atLeast: 11, points: 10 }] } })).toBe('range');
  expect(refused({ shares: { ...shares, bands: [{ atLeast: 10, points: 3 }] } })).toBe('range');
  expect(
    refused({
      shares: {
        ...shares,
        bands: [
          { atLeast: 10, points: 5 },
          { atLeast: 30, points: 10 },
        ],
      },
    }),
  ).toBe('range');
  expect(refused({ percentiles: { ...percentiles, minimum: 9 } })).toBe('range');
  expect(refused({ percentiles: { ...percentiles, ranks: 4 } })).toBe('range');
  expect(refused({ percentiles: { ...percentiles, ranks: 5 } })).toBe('accepted');
  expect(refused({ percentiles: { ...percentiles, ranks: 7 } })).toBe('range');
  expect(
    [0, 1, 25_000, 25_001, -1].map((blurCents) => refused({ percentiles: { ...percentiles, blurCents } })),
  ).toEqual(['accepted', 'range', 'range', 'accepted', 'range']);
  const small = {
    counts: { minimum: 9, base: 9 },
    shares: { ...shares, bands: [{ atLeast: 9, points: 10 }] },
  };
  expect(refused({ ...small, percentiles: { ...percentiles, minimum: 9, ranks: 3 } })).toBe('accepted');
  expect(refused({ ...small, percentiles: { ...percentiles, minimum: 9, ranks: 5 } })).toBe('range');
  expect(refused({ concentration: { minimumContributors: 3, largestShare: 0 } })).toBe('range');
  expect(refused({ linkage: { largestFalse: 0, largestMissed: 0.2 } })).toBe('range');
  expect(refused({ linkage: { largestFalse: 0.05 } })).toBe('type');
  expect(() => parsePolicy(null)).toThrow(TypeError);
});
