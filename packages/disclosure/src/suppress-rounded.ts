import type { CountSystem } from './count-system.ts';
import { isFewInCarried } from './few-in-carried.ts';
import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { orderGroups } from './primaries.ts';
import { propagateRanges } from './propagate.ts';
import type { Relation } from './relations.ts';
import { isNarrow, rangeToLeave } from './rules/narrow-range.ts';
import { isSmallRemainder } from './rules/remainder.ts';
import { realRange, startingRanges } from './starting-ranges.ts';

/**
 * Chooses what to hide when shown counts are intervals: the primaries, and then, as long as a hidden count can be told
 * too closely along single sums, or the hidden part of a sum is told to the person, the least important shown group of
 * the sums that tell it.
 *
 * One set of persons under two unrelated addresses may be shown under one and hidden under the other: no reader can know
 * that it is one, and where the sums say so they are bounds like any other.
 *
 * @param allowed one flag per group: may be shown at all
 * @returns one flag per group: is shown
 */
export function suppressRounded(
  lattice: Lattice,
  system: CountSystem,
  allowed: readonly boolean[],
  policy: Policy,
): boolean[] {
  const isShown = [...allowed];
  const rank = rankGroups(lattice);
  for (;;) {
    const ranges = knownRanges(lattice, system, isShown, policy);
    const whole = wholeRanges(lattice, system, isShown, policy);
    const told = findToldRemainders(system, isShown, whole, policy).flatMap(({ children }) => children);
    const targets = new Set([
      ...findNarrow(lattice, system, isShown, ranges, policy),
      ...findToldBeside(system, isShown, whole),
      ...told.filter((child) => isShown[child] !== true),
    ]);
    const toHide = chooseRepairs(system, isShown, ranges, targets, rank, policy);
    if (toHide.size === 0) return isShown;
    for (const index of toHide) isShown[index] = false;
  }
}

/**
 * Shows again, from the most important down, what turns out to be hidden in vain once everything else is.
 * @param isShown changed in place
 */
export function showAgain(
  lattice: Lattice,
  system: CountSystem,
  isShown: boolean[],
  allowed: readonly boolean[],
  policy: Policy,
): void {
  for (const index of orderGroups(lattice)) {
    if (allowed[index] !== true || isShown[index] === true) continue;
    isShown[index] = true;
    if (!isSafeAlongSums(lattice, system, isShown, policy)) isShown[index] = false;
  }
}

/** Whether single sums tell no hidden count too closely, and no hidden part of a sum. */
export function isSafeAlongSums(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: Policy,
): boolean {
  const ranges = knownRanges(lattice, system, isShown, policy);
  const whole = wholeRanges(lattice, system, isShown, policy);
  return (
    findNarrow(lattice, system, isShown, ranges, policy).length === 0 &&
    findToldBeside(system, isShown, whole).length === 0 &&
    findToldRemainders(system, isShown, whole, policy).length === 0
  );
}

/**
 * What is told of every quantity along single sums. A shown count is its value give or take half a base, and at least
 * the minimum; the interval rule is judged on these real ranges, as the audit does.
 */
export function knownRanges(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: Policy,
): readonly Range[] {
  return propagateRanges(startingRanges(lattice, system, isShown, policy, realRange), system.sums);
}

/** The same for a reader who also uses that counts are whole numbers. */
export function wholeRanges(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: Policy,
): readonly Range[] {
  return propagateRanges(
    startingRanges(lattice, system, isShown, policy, (range) => range),
    system.sums,
  );
}

/** Hidden counts, of this release or an earlier one, whose range breaks the interval rule. */
function findNarrow(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  policy: Policy,
): readonly number[] {
  return hiddenQuantities(lattice, system, isShown).filter((quantity) => {
    const range = ranges[quantity];
    const asked = rangeToLeave(isFewInCarried(system.fewInCarried, quantity, isShown), policy);
    return range !== undefined && isNarrow(range, asked);
  });
}

/** Hidden counts that other publishers leave with a narrow range, and this release beside them tells to the person. */
function findToldBeside(
  { elsewhere: { narrow, exact } }: CountSystem,
  isShown: readonly boolean[],
  whole: readonly Range[],
): readonly number[] {
  return [...narrow].filter(
    (quantity) =>
      isShown[quantity] !== true && !exact.has(quantity) && whole[quantity]?.low === whole[quantity]?.high,
  );
}

/**
 * Counts nobody may tell closely: those of this release that are hidden, and those that an earlier one hid; not those that
 * other publishers' counts tell, nor those of which an earlier release showed a figure of the very same persons.
 */
export function hiddenQuantities(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
): readonly number[] {
  const now = lattice.groups.filter(
    ({ index, isPublishable }) =>
      isPublishable && isShown[index] === false && system.carried.get(index)?.quantity !== index,
  );
  const before = [...system.hiddenEarlier].filter((quantity) => isShown[quantity] === undefined);
  const { counts, exact, narrow } = system.elsewhere;
  return [...now.map(({ index }) => index), ...before].filter(
    (quantity) => !counts.has(quantity) && !exact.has(quantity) && !narrow.has(quantity),
  );
}

/** Sums whose hidden part is told to the person, not by other publishers' counts alone, and is a small group. */
export function findToldRemainders(
  system: CountSystem,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  policy: Policy,
): readonly Pick<Relation, 'parent' | 'children'>[] {
  const { counts, exact, ranges: alone } = system.elsewhere;
  return system.sums.filter((sum) => {
    const shown = sum.children.filter(
      (child) => isShown[child] === true || counts.has(child) || exact.has(child),
    );
    if (shown.length === sum.children.length) return false;
    const { low, high } = restOf(sum.parent, shown, ranges);
    if (low !== high || !isSmallRemainder(high, policy)) return false;
    const before = alone === null ? null : restOf(sum.parent, shown, alone);
    return before === null || before.low !== before.high;
  });
}

/** What a sum says of its other parts together. */
function restOf(parent: number, parts: readonly number[], ranges: readonly Range[]): Range {
  const lows = parts.reduce((sum, part) => sum + (ranges[part]?.low ?? 0), 0);
  const highs = parts.reduce((sum, part) => sum + (ranges[part]?.high ?? 0), 0);
  return { low: (ranges[parent]?.low ?? 0) - highs, high: (ranges[parent]?.high ?? 0) - lows };
}

export function rankGroups(lattice: Lattice): Uint32Array {
  const rank = new Uint32Array(lattice.groups.length);
  orderGroups(lattice).forEach((group, place) => {
    rank[group] = place;
  });
  return rank;
}

/**
 * One shown group per target (never a carried one: its figure is out already): of all sums that bound it too tightly, the last in the order of importance. Where no shown
 * group takes part in those sums the bound came through hidden neighbours, so their sums are searched next.
 */
export function chooseRepairs(
  system: CountSystem,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  narrow: ReadonlySet<number>,
  rank: Uint32Array,
  policy: Policy,
): ReadonlySet<number> {
  const targets = new Set(narrow);
  const least = (candidates: readonly number[]) =>
    candidates.reduce((worst, other) => ((rank[other] ?? 0) > (rank[worst] ?? 0) ? other : worst));
  while (targets.size > 0) {
    const candidates = new Map<number, number[]>();
    for (const { parent, children } of system.sums) {
      const parts = [parent, ...children];
      if (!parts.some((part) => targets.has(part))) continue;
      const shown = parts.filter((part) => isShown[part] === true && !system.carried.has(part));
      if (shown.length === 0) continue;
      const lows = children.reduce((sum, child) => sum + (ranges[child]?.low ?? 0), 0);
      const highs = children.reduce((sum, child) => sum + (ranges[child]?.high ?? 0), 0);
      for (const part of parts) {
        if (!targets.has(part)) continue;
        const own = ranges[part]?.low ?? 0;
        const top = part === parent ? highs : (ranges[parent]?.high ?? 0) - lows + own;
        const asked = rangeToLeave(isFewInCarried(system.fewInCarried, part, isShown), policy);
        const isTight = isNarrow({ low: own, high: top }, asked) || targets.size > narrow.size;
        if (isTight)
          candidates.set(part, [...(candidates.get(part) ?? []), ...shown.filter((each) => each !== part)]);
      }
    }
    const chosen = new Set<number>();
    for (const parts of candidates.values()) {
      if (parts.length > 0 && !parts.some((part) => chosen.has(part))) chosen.add(least(parts));
    }
    if (chosen.size > 0) return chosen;
    const before = targets.size;
    for (const { parent, children } of system.sums) {
      const parts = [parent, ...children];
      if (parts.some((part) => targets.has(part))) for (const part of parts) targets.add(part);
    }
    // Nothing of this release bounds what is left: it was told before, and no hiding takes that back.
    if (targets.size === before) return chosen;
  }
  return targets;
}
