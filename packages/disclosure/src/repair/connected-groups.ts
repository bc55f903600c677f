import type { Relation } from '../relations.ts';
import type { SameSet } from '../same-sets.ts';

/**
 * Everything that can be tied to any of these groups by sums and by sets with two names. Hiding all of it hides a group
 * for certain, where no earlier release told anything of it: nothing shown is left that could bound it.
 *
 * @param count how many groups, or quantities of a count system, there are
 */
export function findConnected(
  count: number,
  sums: readonly Pick<Relation, 'parent' | 'children'>[],
  sameSets: readonly SameSet[],
  from: readonly number[],
): ReadonlySet<number> {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  const tie = (one: number, other: number) => {
    neighbours[one]?.add(other);
    neighbours[other]?.add(one);
  };
  for (const { parent, children } of sums) for (const child of children) tie(parent, child);
  for (const { first, second } of sameSets) tie(first, second);
  const reached = new Set(from);
  for (const group of reached) for (const other of neighbours[group] ?? []) reached.add(other);
  return reached;
}
