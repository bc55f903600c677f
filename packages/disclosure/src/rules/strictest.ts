import type { Policy } from '../policy.ts';

/**
 * Claim: an agreement can make a policy stricter and never looser. The minimum of a count becomes the largest of the
 * policy's and every agreement's; the minimums of percentiles, and beside true counts those of both sides of a share,
 * are at least that. Nothing else changes, so what the policy alone would hide by size stays hidden.
 *
 * Source: issue of disclosure control, "an agreement can only make it stricter"; 34 CFR 99.31(b)(1).
 * @param minimums fewest persons of a shown count that each agreement asks for
 * @throws {RangeError} for a minimum that is no whole number of at least 1
 */
export function strictest(policy: Policy, minimums: readonly number[]): Policy {
  if (minimums.some((minimum) => !Number.isSafeInteger(minimum) || minimum < 1)) {
    throw new RangeError('minimum of an agreement is not a whole number of at least 1');
  }
  const minimum = Math.max(policy.counts.minimum, ...minimums);
  if (minimum === policy.counts.minimum) return policy;
  const { counts, shares, percentiles } = policy;
  const side = (own: number) => (counts.base === 1 ? Math.max(own, minimum) : own);
  return {
    ...policy,
    version: `${policy.version}+minimum.${minimum}`,
    counts: { ...counts, minimum },
    shares: {
      ...shares,
      minimumNumerator: side(shares.minimumNumerator),
      minimumComplement: side(shares.minimumComplement),
    },
    percentiles: {
      ...percentiles,
      minimum: Math.max(percentiles.minimum, minimum),
      outerMinimum: Math.max(percentiles.outerMinimum, minimum),
    },
  };
}
