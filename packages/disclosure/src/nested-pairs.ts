import type { Group } from './group.ts';
import type { Lattice } from './lattice.ts';
import { isRefinement } from './refinement.ts';

/** Two groups, one inside the other by its address; `apart` persons are in the outer one only. */
export type NestedPair = { readonly inner: number; readonly outer: number; readonly apart: number };

/**
 * Pairs of groups of at least `least` persons that lie within fewer than `least` persons of each other, the inner
 * address being the outer one or a refinement of it. The populations may differ (those employed inside those found):
 * the members decide. Groups that are nested by chance, with addresses that say nothing of it, are left out: no reader
 * can know.
 */
export function findNestedPairs(lattice: Lattice, least: number): readonly NestedPair[] {
  const groups = lattice.groups.filter(({ n }) => n >= least);
  const groupsOfAtom = new Map<number, Group[]>();
  for (const group of groups) {
    for (const atom of group.members) {
      const list = groupsOfAtom.get(atom);
      if (list === undefined) groupsOfAtom.set(atom, [group]);
      else list.push(group);
    }
  }
  return groups.flatMap((inner) => {
    // Every group around this one holds each of its atoms, so the atom in the fewest groups gives the shortest list.
    let around: readonly Group[] = [];
    inner.members.forEach((atom, place) => {
      const list = groupsOfAtom.get(atom) ?? [];
      if (place === 0 || list.length < around.length) around = list;
    });
    return around
      .filter((outer) => outer !== inner && outer.n >= inner.n && outer.n - inner.n < least)
      .filter((outer) => isRefinement(inner, outer, lattice.trees))
      .filter((outer) => isSubset(inner.members, outer.members))
      .map((outer) => ({ inner: inner.index, outer: outer.index, apart: outer.n - inner.n }));
  });
}

/** Both ascending. */
function isSubset(inner: Uint32Array, outer: Uint32Array): boolean {
  let at = 0;
  for (const atom of inner) {
    while (at < outer.length && (outer[at] ?? 0) < atom) at += 1;
    if (outer[at] !== atom) return false;
  }
  return true;
}
