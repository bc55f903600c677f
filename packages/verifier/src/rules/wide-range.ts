import type { Verdict } from '../range.ts';

/**
 * Claim: somebody who knows every published value, how the tables add up, that counts are whole and not negative, and
 * what rounding and a shown number mean, is left with a range of at least T for each hidden cell, and that range
 * reaches T: nobody can say that the cell is small. Says nothing of what is known from elsewhere.
 *
 * Source: bar B4.
 * @param seen a range that is certainly open to the attacker
 * @param outer a range that certainly holds the cell
 */
export const wideRange =
  (threshold: number): Verdict =>
  (seen, outer) => {
    if (seen.high >= threshold && seen.high - seen.low >= threshold) return 'safe';
    return outer.high < threshold || outer.high - outer.low < threshold ? 'violated' : 'open';
  };
