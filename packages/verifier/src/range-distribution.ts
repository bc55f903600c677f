import type { RangeDistribution } from './report.ts';

/** Counts widths of ranges against the threshold. */
export function distributionOf(widths: readonly number[], threshold: number): RangeDistribution {
  const within = (from: number, below: number): number =>
    widths.filter((width) => width >= from && width < below).length;
  return {
    hidden: widths.length,
    belowThreshold: widths.length - within(threshold, Infinity),
    upToTwice: within(threshold, 2 * threshold),
    upToFiveTimes: within(2 * threshold, 5 * threshold),
    wider: within(5 * threshold, Infinity),
  };
}

export function addDistributions(a: RangeDistribution, b: RangeDistribution): RangeDistribution {
  return {
    hidden: a.hidden + b.hidden,
    belowThreshold: a.belowThreshold + b.belowThreshold,
    upToTwice: a.upToTwice + b.upToTwice,
    upToFiveTimes: a.upToFiveTimes + b.upToFiveTimes,
    wider: a.wider + b.wider,
  };
}
