import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { propagateRanges } from './propagate.ts';

/** A share that is to be shown: groups by index, the band from 0 to 1. */
export type ShownShare = {
  readonly id: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly low: number;
  readonly high: number;
  /** Fewest persons of the denominator, as every reader knows. */
  readonly least: number;
};

/** Guards ceil and floor against a product that should be whole and is a little off. */
const SLACK = 1e-9;

/**
 * What a reader knows of every group who takes the bands of shown shares into account, their minimums and what the
 * width of a band says of the group, and then follows the sums.
 *
 * @param counts what shown counts tell of each group
 */
export function rangesWithShares(
  lattice: Lattice,
  counts: readonly Range[],
  shares: readonly ShownShare[],
  policy: Policy,
): readonly Range[] {
  const low = Float64Array.from(counts, (range) => range.low);
  const high = Float64Array.from(counts, (range) => range.high);
  const tighten = (group: number, least: number, most: number) => {
    low[group] = Math.max(low[group] ?? 0, least);
    high[group] = Math.min(high[group] ?? 0, most);
  };
  for (const share of shares) {
    const { numerator, denominator } = share;
    const size = sizeByWidth(share, policy);
    tighten(denominator, size.low, size.high);
    tighten(
      numerator,
      Math.max(policy.shares.minimumNumerator, Math.ceil(share.low * (low[denominator] ?? 0) - SLACK)),
      Math.min(
        (high[denominator] ?? 0) - policy.shares.minimumComplement,
        Math.ceil(share.high * (high[denominator] ?? 0) - SLACK) - 1,
      ),
    );
    tighten(
      denominator,
      (low[numerator] ?? 0) + policy.shares.minimumComplement,
      share.low > 0 ? Math.floor((high[numerator] ?? 0) / share.low + SLACK) : Number.POSITIVE_INFINITY,
    );
  }
  return propagateRanges(
    counts.map((_, index) => ({ low: low[index] ?? 0, high: high[index] ?? 0 })),
    lattice.relations,
  );
}

/** Those of a share's group who have not the property. */
export function complementRange(share: ShownShare, ranges: readonly Range[], policy: Policy): Range {
  const whole = ranges[share.denominator] ?? { low: 0, high: Number.POSITIVE_INFINITY };
  const part = ranges[share.numerator] ?? { low: 0, high: Number.POSITIVE_INFINITY };
  return {
    low: Math.max(
      policy.shares.minimumComplement,
      whole.low - part.high,
      Math.floor((1 - share.high) * whole.low + SLACK) + 1,
    ),
    high: Math.min(whole.high - part.low, Math.floor((1 - share.low) * whole.high + SLACK)),
  };
}

/** The sizes of a group that get a band of this width, see `shareBand`. */
function sizeByWidth({ low, high, least }: ShownShare, { counts, shares }: Policy): Range {
  const points = Math.round((high - low) * 100);
  const place = shares.bands.findIndex((band) => band.points === points);
  const next = shares.bands[place + 1];
  return {
    low: Math.max(least, shares.bands[place]?.atLeast ?? 0),
    // The width follows from the least size that rounds alike, up to base - 1 below the true one.
    high: next === undefined ? Number.POSITIVE_INFINITY : next.atLeast + counts.base - 1,
  };
}
