import type { Overlap, ShownRelease } from './shown-release.ts';

/** Persons who are in exactly one of an earlier set and a set of today's, given by atoms. */
export type SetComparison = (before: Uint32Array, now: Uint32Array) => number;

/** Compares sets of an earlier release with today's by the persons both have in common. */
export function setComparison({ overlaps }: Pick<ShownRelease, 'overlaps'>): SetComparison {
  const personsBefore = new Map<number, number>();
  const personsNow = new Map<number, number>();
  const both = new Map<number, { readonly now: number; readonly persons: number }[]>();
  for (const overlap of overlaps) count(overlap, personsBefore, personsNow, both);
  const sizeOf = (set: Uint32Array, sizes: ReadonlyMap<number, number>): number =>
    set.reduce((sum, atom) => sum + (sizes.get(atom) ?? 0), 0);
  return (before, now) => {
    const isIn = new Set(now);
    let shared = 0;
    for (const atom of before)
      for (const { now: other, persons } of both.get(atom) ?? []) if (isIn.has(other)) shared += persons;
    return sizeOf(before, personsBefore) + sizeOf(now, personsNow) - 2 * shared;
  };
}

function count(
  { before, now, persons }: Overlap,
  personsBefore: Map<number, number>,
  personsNow: Map<number, number>,
  both: Map<number, { readonly now: number; readonly persons: number }[]>,
): void {
  if (before !== null) personsBefore.set(before, (personsBefore.get(before) ?? 0) + persons);
  if (now !== null) personsNow.set(now, (personsNow.get(now) ?? 0) + persons);
  if (before === null || now === null) return;
  const list = both.get(before);
  if (list === undefined) both.set(before, [{ now, persons }]);
  else list.push({ now, persons });
}

/** The atoms of a set that are not in another. */
export function without(set: Uint32Array, other: Uint32Array): Uint32Array {
  const isIn = new Set(other);
  return set.filter((atom) => !isIn.has(atom));
}
