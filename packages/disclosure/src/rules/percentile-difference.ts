import type { Policy } from '../policy.ts';

/**
 * Claim: two groups whose percentiles are both shown have the same members or differ by at least `counts.minimum`
 * persons, so the change from one to the other cannot be read as the values of a few. Of a pair that is too close
 * only the larger group is shown.
 *
 * Source: bar B7, disclosure design 3.7 rule 2; applied to overlapping groups as well as nested ones.
 * @param apart persons who are in exactly one of the two groups
 */
export function isTooClose(apart: number, policy: Policy): boolean {
  return apart > 0 && apart < policy.counts.minimum;
}
