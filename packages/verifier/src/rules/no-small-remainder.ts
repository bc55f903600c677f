import type { Verdict } from '../range.ts';

/**
 * Claim: no group that follows by subtraction of published figures is known to hold 1 to T-1 persons: the range an
 * attacker is left with reaches either 0 or T. More than 0 persons are at least 1.
 *
 * Source: bar B3.
 * @param seen a range that is certainly open to the attacker
 * @param outer a range that certainly holds the group
 */
export const noSmallRemainder =
  (threshold: number): Verdict =>
  (seen, outer) => {
    if (seen.high >= threshold || seen.low <= 0) return 'safe';
    if (outer.low >= threshold || outer.high <= 0) return 'safe';
    return outer.low > 0 && outer.high < threshold ? 'violated' : 'open';
  };
