import type { Policy } from '../policy.ts';

/**
 * Claim: a group that comes from fewer than `minimumContributors` contributors, or of which one contributor holds more
 * than `largestShare`, is not shown: that contributor, or one other, could tell the rest apart.
 *
 * Source: 20 CFR 603.4(b) (no identifying particular of an employer); QCEW 80/3 rule.
 */
export function isConcentrated(
  facts: { readonly contributors: number; readonly largestShare: number },
  policy: Policy,
): boolean {
  const { minimumContributors, largestShare } = policy.concentration;
  return facts.contributors < minimumContributors || facts.largestShare > largestShare;
}
