import type { CountSystem } from './count-system.ts';
import type { Group } from './group.ts';
import type { EarlierFigure } from './input.ts';
import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { roundCount } from './rules/round-count.ts';
import { leastConfirmed } from './rules/single-issuer.ts';

export function meet(a: Range, b: Range): Range {
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

/**
 * The numbers that a shown count stands for, as a closed range of real numbers: 20 to the nearest 10 is 15 to 25, and
 * 10 is 10 to 15 where nothing below 10 is shown. A true count is itself.
 */
export function realRange({ low, high }: Range): Range {
  return { low, high: high > low ? high + 1 : high };
}

/** What an earlier count tells of the group it was computed from: no less than was needed to show it. */
export function toldThen({ low, high, least = 0 }: EarlierFigure): Range {
  return { low: Math.max(low, Math.min(least, high)), high };
}

/** What a count that is shown anew tells of its group: one of a single organisation is known to be no smaller than its minimum. */
function toldBy({ n, suppliedByOthers }: Group, policy: Policy): Range {
  const { low, high } = roundCount(n, policy);
  return suppliedByOthers === null
    ? { low, high }
    : { low: Math.max(low, leastConfirmed(suppliedByOthers, policy)), high };
}

/**
 * What is known of every quantity before anything is added or subtracted.
 * @param read `realRange`, or the identity for a reader who uses that counts are whole
 */
export function startingRanges(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: Policy,
  read: (range: Range) => Range,
): readonly Range[] {
  const slack = policy.counts.minimum - 1;
  return system.earlier.map((known, quantity) => {
    const group = lattice.groups[quantity];
    if (group === undefined || isShown[quantity] !== true) return known;
    const kept = system.carried.get(quantity);
    if (kept === undefined) return meet(known, read(toldBy(group, policy)));
    if (kept.apart > slack) return known;
    const then = read(toldThen(kept.shown));
    return meet(known, { low: Math.max(0, then.low - slack), high: then.high + slack });
  });
}
