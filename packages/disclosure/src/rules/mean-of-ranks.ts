import type { Policy } from '../policy.ts';
import type { Rounded } from './round-count.ts';

/**
 * Claim: a shown percentile is no person's amount: it is the mean of the amounts at `percentiles.ranks` adjacent ranks, in
 * which nobody weighs more than one part in `ranks`, to the nearest multiple of `percentiles.baseCents`. And it is no wrong
 * number: it is within `percentiles.largestErrorCents` of the percentile of the (blurred) amounts, or not shown. Where neighbours stand so far apart
 * that their mean says something else, the percentile would have been one person's amount in plain sight.
 *
 * What it does tell: that it is shown says that the percentile is within that error. Who knows all amounts but the middle
 * one finds that one to within a base only where chance has put it near the mean of the others (ADR 0004 counts how often);
 * of the percentile itself he would always.
 *
 * Source: bar B7 and attack A16, disclosure design 3.7 rule 3.
 * @param around see `InputPercentiles`
 * @returns null where nothing may be shown; else the value, and the ends between which the percentile is
 */
export function meanOfRanks(around: readonly number[], policy: Policy): Rounded | null {
  const { ranks, baseCents, largestErrorCents } = policy.percentiles;
  const outside = (around.length - ranks) / 2;
  const averaged = around.slice(outside, outside + ranks);
  const percentile = around[(around.length - 1) / 2];
  if (percentile === undefined || averaged.length !== ranks)
    throw new RangeError('fewer amounts than the policy asks for ranks');
  const mean = averaged.reduce((sum, cents) => sum + cents, 0) / ranks;
  const value = baseCents * Math.floor(mean / baseCents + 0.5);
  if (Math.abs(value - percentile) > largestErrorCents) return null;
  return { value, low: value - largestErrorCents, high: value + largestErrorCents };
}
