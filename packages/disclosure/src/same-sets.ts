import type { DimensionTree } from './dimension-tree.ts';
import type { Group } from './group.ts';
import { isRefinement } from './refinement.ts';

/** Two names of one set of persons: indices of groups, the lower first. */
export type SameSet = { readonly first: number; readonly second: number };

/**
 * Claim: one set of persons has one status. Groups with the same members under addresses that say nothing of each other
 * (a body and the one credential it issues) are tied, so that one cannot be hidden and the other shown.
 *
 * Where one address refines the other the two are nested, and that they are equal is itself a secret (everybody else
 * in the outer one is nobody): the remainder rule sees to those.
 *
 * @param least smallest group that can be shown; smaller ones are hidden under every name
 */
export function findSameSets(
  groups: readonly Group[],
  trees: ReadonlyMap<string, DimensionTree>,
  least: number,
): readonly SameSet[] {
  const byMembers = new Map<string, Group[]>();
  for (const group of groups) {
    if (group.n < least) continue;
    const members = group.members.join(' ');
    const list = byMembers.get(members);
    if (list === undefined) byMembers.set(members, [group]);
    else list.push(group);
  }
  return [...byMembers.values()].flatMap((same) =>
    same.flatMap((first, place) =>
      same
        .slice(place + 1)
        .filter((second) => !isRefinement(first, second, trees) && !isRefinement(second, first, trees))
        .map((second) => ({ first: first.index, second: second.index })),
    ),
  );
}
