import type { CountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import { type InsiderRange, insiderRanges, ownCounts } from './insider-ranges.ts';
import type { Lattice } from './lattice.ts';
import { isToldClosely } from './rules/told-closely.ts';
import { rankGroups, suppressRounded } from './suppress-rounded.ts';

/**
 * Of the shown groups at most this share is hidden for insiders. Measured on linked cubes: hiding for all whom it helps
 * takes the shown share of the larger cells to the edge of what rounding is for.
 */
const MOST_HIDDEN = 1 / 300;

/**
 * Hides what tells an insider the few others in one of its groups to the person or to one of two numbers: the one shown
 * group, of that one and those it adds up with, of which hiding alone is enough and calls for no other, the least important
 * first. Where there is none, or enough was hidden, nothing is, and the insider check of the release says so. A carried figure stays:
 * it is out.
 *
 * @param isShown one flag per group
 */
export function hideFromInsiders(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  input: ProtectInput,
): readonly boolean[] {
  const { policy } = input;
  const rank = rankGroups(lattice);
  const least = countShown(isShown) * (1 - MOST_HIDDEN);
  let now = isShown;
  for (const own of ownCounts(lattice, input)) {
    const told = (flags: readonly boolean[]): readonly InsiderRange[] =>
      insiderRanges(lattice, system, flags, own, policy).filter(({ range, others }) =>
        isToldClosely(range, others, policy),
      );
    for (const { group } of told(now)) {
      const without = (hidden: number) => now.map((flag, index) => flag && index !== hidden);
      const candidates = nearGroups(system, group)
        .filter((each) => now[each] === true && !system.carried.has(each))
        .sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0));
      for (const candidate of candidates) {
        if (told(without(candidate)).some((still) => still.group === group)) continue;
        const next = suppressRounded(lattice, system, without(candidate), policy);
        if (countShown(next) < Math.max(countShown(now) - 1, least)) continue;
        now = next;
        break;
      }
    }
  }
  return now;
}

/** A group and those that stand with it in a sum. */
function nearGroups({ sums }: CountSystem, group: number): readonly number[] {
  const near = new Set([group]);
  for (const { parent, children } of sums) {
    if (parent !== group && !children.includes(group)) continue;
    near.add(parent);
    for (const child of children) near.add(child);
  }
  return [...near];
}

function countShown(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}
