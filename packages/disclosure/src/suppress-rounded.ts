import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { orderGroups } from './primaries.ts';
import { propagateRanges } from './propagate.ts';
import type { Relation } from './relations.ts';
import { isNarrow } from './rules/narrow-range.ts';
import { isSmallRemainder } from './rules/remainder.ts';
import { roundCount } from './rules/round-count.ts';

/**
 * Chooses what to hide when shown counts are intervals: the primaries, and then, as long as a hidden count can be told
 * too closely along single sums, or the hidden part of a sum is told to the person, the least important shown group of
 * that sum.
 *
 * @param isPrimary one flag per group
 * @returns one flag per group: may be shown
 */
export function suppressRounded(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  policy: Policy,
): readonly boolean[] {
  const isShown = lattice.groups.map(
    ({ index, isPublishable }) => isPublishable && isPrimary[index] === false,
  );
  const rank = rankGroups(lattice);
  for (;;) {
    const ranges = roundingRanges(lattice, isShown, policy);
    const whole = wholeRanges(lattice, isShown, policy);
    const told = findToldRemainders(lattice, isShown, whole, policy)
      .flatMap(({ children }) => children)
      .filter((child) => isShown[child] === false);
    const targets = new Set([...findNarrowGroups(lattice, isShown, ranges, policy), ...told]);
    const toHide = chooseRepairs(lattice, isShown, ranges, targets, rank);
    if (toHide.size === 0) return isShown;
    for (const index of toHide) isShown[index] = false;
    hideSameSets(lattice, isShown);
  }
}

/** A set hidden under one name is hidden under all: each name is paired with each other, so one pass is enough. */
function hideSameSets(lattice: Lattice, isShown: boolean[]): void {
  for (const { first, second } of lattice.sameSets) {
    if (isShown[first] === isShown[second]) continue;
    // A base cell is hidden as a count because nobody asked for it, not because it may not be known.
    if (lattice.groups[first]?.isPublishable === false || lattice.groups[second]?.isPublishable === false)
      continue;
    isShown[first] = false;
    isShown[second] = false;
  }
}

/**
 * What rounding alone tells of every group along single sums: a shown count is its value give or take half a base.
 * The interval rule is judged on these ranges, as the linear-programming audit does.
 */
export function roundingRanges(
  lattice: Lattice,
  isShown: readonly boolean[],
  policy: Policy,
): readonly Range[] {
  const half = policy.counts.base / 2;
  return rangesFrom(lattice, isShown, (n) => {
    const { value } = roundCount(n, policy);
    return { low: value - half, high: value + half };
  });
}

/** What a reader knows who also uses that counts are whole and that none below the minimum is shown. */
export function wholeRanges(lattice: Lattice, isShown: readonly boolean[], policy: Policy): readonly Range[] {
  return rangesFrom(lattice, isShown, (n) => roundCount(n, policy));
}

function rangesFrom(
  lattice: Lattice,
  isShown: readonly boolean[],
  shownRange: (n: number) => Range,
): readonly Range[] {
  const start = lattice.groups.map(({ index, n }) =>
    isShown[index] === true ? shownRange(n) : { low: 0, high: Number.POSITIVE_INFINITY },
  );
  return propagateRanges(start, lattice.relations);
}

/** Hidden counts whose range breaks the interval rule. */
export function findNarrowGroups(
  lattice: Lattice,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  policy: Policy,
): readonly number[] {
  return lattice.groups
    .filter(({ index, isPublishable }) => {
      const range = ranges[index];
      return isPublishable && isShown[index] === false && range !== undefined && isNarrow(range, policy);
    })
    .map(({ index }) => index);
}

/** Sums whose hidden part is told to the person and is a small group. */
export function findToldRemainders(
  lattice: Lattice,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  policy: Policy,
): readonly Relation[] {
  return lattice.relations.filter(({ parent, children }) => {
    const shown = children.filter((child) => isShown[child] === true);
    if (shown.length === children.length) return false;
    const least =
      (ranges[parent]?.low ?? 0) - shown.reduce((sum, child) => sum + (ranges[child]?.high ?? 0), 0);
    const most =
      (ranges[parent]?.high ?? 0) - shown.reduce((sum, child) => sum + (ranges[child]?.low ?? 0), 0);
    return least === most && isSmallRemainder(most, policy);
  });
}

function rankGroups(lattice: Lattice): Uint32Array {
  const rank = new Uint32Array(lattice.groups.length);
  orderGroups(lattice).forEach((group, place) => {
    rank[group] = place;
  });
  return rank;
}

/**
 * One shown group per narrow one: of the sums that bound it from above most tightly, the last in the order of
 * importance. Where no shown group takes part in those sums the bound came through hidden neighbours, so the sums of
 * the neighbours are searched next.
 */
function chooseRepairs(
  lattice: Lattice,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  narrow: ReadonlySet<number>,
  rank: Uint32Array,
): ReadonlySet<number> {
  const targets = new Set(narrow);
  for (;;) {
    const chosen = chooseAt(targets, lattice, isShown, ranges, rank);
    if (chosen.size > 0 || targets.size === 0) return chosen;
    const before = targets.size;
    for (const { parent, children } of lattice.relations) {
      const parts = [parent, ...children];
      if (parts.some((part) => targets.has(part))) for (const part of parts) targets.add(part);
    }
    // Unreachable while anything is shown: a hidden group with no shown group in its component has no bound.
    if (targets.size === before) throw new TypeError('a hidden group is bounded by no shown group');
  }
}

function chooseAt(
  targets: ReadonlySet<number>,
  lattice: Lattice,
  isShown: readonly boolean[],
  ranges: readonly Range[],
  rank: Uint32Array,
): ReadonlySet<number> {
  const best = new Map<number, { readonly bound: number; readonly hide: number }>();
  const offer = (target: number, bound: number, parts: readonly number[]) => {
    const known = best.get(target);
    if (known !== undefined && known.bound < bound) return;
    let hide = known !== undefined && known.bound === bound ? known.hide : undefined;
    for (const part of parts) {
      const isCandidate = part !== target && isShown[part] === true;
      if (isCandidate && (hide === undefined || (rank[part] ?? 0) > (rank[hide] ?? 0))) hide = part;
    }
    if (hide !== undefined) best.set(target, { bound, hide });
  };
  for (const { parent, children } of lattice.relations) {
    const parts = [parent, ...children];
    if (!parts.some((part) => targets.has(part))) continue;
    const lows = children.reduce((sum, child) => sum + (ranges[child]?.low ?? 0), 0);
    const highs = children.reduce((sum, child) => sum + (ranges[child]?.high ?? 0), 0);
    if (targets.has(parent)) offer(parent, highs, parts);
    for (const child of children) {
      if (!targets.has(child)) continue;
      offer(child, (ranges[parent]?.high ?? 0) - lows + (ranges[child]?.low ?? 0), parts);
    }
  }
  return new Set([...best.values()].map(({ hide }) => hide));
}
