import type { CountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import { propagateRanges } from './propagate.ts';
import { startingRanges } from './starting-ranges.ts';

/** What one insider knows for itself: how many of its own persons each group holds, by index. */
export type OwnCounts = Float64Array;

/** What one insider is left with for a group that it is part of and in which the others are few. */
export type InsiderRange = {
  readonly own: OwnCounts;
  readonly group: number;
  readonly others: number;
  /** Of the whole group; the insider takes its own persons off. */
  readonly range: Range;
};

/** One entry per insider that has persons in a group in which the others are 1 to the minimum less one. */
export function ownCounts(
  lattice: Lattice,
  { insiders = [], atoms: { weights }, policy }: ProtectInput,
): readonly OwnCounts[] {
  const groupsOf: number[][] = Array.from({ length: weights.length }, () => []);
  if (insiders.length > 0) {
    for (const { index, members } of lattice.groups) for (const atom of members) groupsOf[atom]?.push(index);
  }
  return insiders.flatMap(({ members, persons }) => {
    const own = new Float64Array(lattice.groups.length);
    for (const [place, atom] of members.entries()) {
      const known = persons === undefined ? weights[atom] : persons[place];
      for (const group of groupsOf[atom] ?? []) own[group] = (own[group] ?? 0) + (known ?? 0);
    }
    return concerned(lattice, own, policy).length === 0 ? [] : [own];
  });
}

function concerned({ groups }: Lattice, own: OwnCounts, { counts }: ProtectInput['policy']) {
  return groups.filter(({ index, n, isPublishable }) => {
    const known = own[index] ?? 0;
    return isPublishable && known > 0 && n > known && n - known < counts.minimum;
  });
}

/**
 * The view of a reader who uses that counts are whole, for one insider: every group holds at least the insider's own
 * persons. Bounds are followed along single sums; a linear program could tighten them further.
 *
 * @param isShown one flag per group
 */
export function insiderRanges(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  own: OwnCounts,
  policy: ProtectInput['policy'],
): readonly InsiderRange[] {
  const start = startingRanges(lattice, system, isShown, policy, (range) => range);
  const ranges = propagateRanges(
    start.map(({ low, high }, quantity) => ({ low: Math.max(low, own[quantity] ?? 0), high })),
    system.sums,
  );
  return concerned(lattice, own, policy).flatMap(({ index, n }) => {
    const range = ranges[index];
    return range === undefined ? [] : [{ own, group: index, others: n - (own[index] ?? 0), range }];
  });
}
