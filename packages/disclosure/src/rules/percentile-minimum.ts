import type { Policy } from '../policy.ts';

/**
 * Claim: a percentile is shown only over enough persons that no single value decides it: `minimum` for the middle half
 * of the distribution, `outerMinimum` towards the ends. Minimum and maximum are never shown.
 *
 * Source: bar B7; P25, P50 and P75 from 30, P10 and P90 from 100.
 */
export function isPercentileAllowed(p: number, vouched: number, policy: Policy): boolean {
  const { minimum, outerMinimum } = policy.percentiles;
  if (p <= 0 || p >= 100) return false;
  return vouched >= (p >= 25 && p <= 75 ? minimum : outerMinimum);
}
