import type { Policy } from '../policy.ts';
import { roundCount } from './round-count.ts';

/** A band of shares from 0 to 1: at least `low` and below `high`. */
export type ShareBand = { readonly low: number; readonly high: number; readonly points: number };

/**
 * Claim: a share is shown as a band only. The width follows from the least denominator that the rounded count allows,
 * so the width adds nothing to what the rounded count says, and small groups get wide bands.
 *
 * Source: disclosure design 3.8 (10 points at 10 to 29, 5 at 30 to 99, 2 at 100 to 299, then 1).
 * @throws {RangeError} when the group is below every band.
 */
export function shareBand(numerator: number, denominator: number, policy: Policy): ShareBand {
  const least = roundCount(denominator, policy).low;
  const band = policy.shares.bands.findLast(({ atLeast }) => atLeast <= least);
  if (band === undefined) throw new RangeError('group is below the smallest band');
  const { points } = band;
  const step = Math.floor((numerator * 100) / (denominator * points));
  return { low: (step * points) / 100, high: ((step + 1) * points) / 100, points };
}
