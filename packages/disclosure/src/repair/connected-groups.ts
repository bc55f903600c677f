import type { Lattice } from '../lattice.ts';

/**
 * Everything that can be tied to any of these groups by sums and by sets with two names. Hiding all of it hides a group
 * for certain: nothing shown is left that could bound it.
 */
export function findConnected(lattice: Lattice, from: readonly number[]): ReadonlySet<number> {
  const neighbours = lattice.groups.map(() => new Set<number>());
  const tie = (one: number, other: number) => {
    neighbours[one]?.add(other);
    neighbours[other]?.add(one);
  };
  for (const { parent, children } of lattice.relations) for (const child of children) tie(parent, child);
  for (const { first, second } of lattice.sameSets) tie(first, second);
  const reached = new Set(from);
  for (const group of reached) for (const other of neighbours[group] ?? []) reached.add(other);
  return reached;
}
