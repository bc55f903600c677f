import type { Sum } from '../group-system.ts';

/** Whether the release before had a count of a group of now; `unnamed` of a group that no cell speaks of. */
export type Standing = 'had' | 'new' | 'unnamed';

/** A sum whose total, as far as the release before had it, is made of something it had: else the table is new. */
function isOld({ children }: Sum, standingOf: (group: number) => Standing): boolean {
  return children.some((child) => standingOf(child) === 'had');
}

/** Persons may have been in the total then and in none of its parts that had a count. */
function mayHaveRest({ children }: Sum, standingOf: (group: number) => Standing): boolean {
  return children.some((child) => standingOf(child) === 'unnamed');
}

/**
 * Groups of now that have a part more than in the release before, and those they are in: one with the same address is not
 * the same group, whoever is in it.
 */
export function grownGroups(
  sums: readonly Sum[],
  standingOf: (group: number) => Standing,
): ReadonlySet<number> {
  const old = sums.filter((sum) => isOld(sum, standingOf));
  const grown = new Set<number>();
  for (let before = -1; before < grown.size; ) {
    before = grown.size;
    for (const { parent, children } of old) {
      if (children.some((child) => grown.has(child) || standingOf(child) === 'new')) grown.add(parent);
    }
  }
  return grown;
}

/**
 * Claim: that a total is carried says of itself that fewer than T came, and so that every part which is new in it holds fewer
 * than T, where the others are all that the total had: who was in a part without a name may be in the new one. No release that carries anything can help that, so it is no finding; that such a part is left fewer than T
 * numbers, or none from T - 1 on, is one.
 *
 * Source: bars B4 and B9, and what `carried` means (decisions 0007, 0008).
 *
 * @param carried totals that say so
 * @returns the parts, at whatever depth
 */
export function newInCarried(
  sums: readonly Sum[],
  standingOf: (group: number) => Standing,
  carried: readonly number[],
): ReadonlySet<number> {
  const grown = grownGroups(sums, standingOf);
  const sumsOf = Map.groupBy(sums, ({ parent }) => parent);
  const found = new Set<number>();
  const due = new Set(carried.filter((group) => grown.has(group)));
  for (const total of due) {
    const isNew = standingOf(total) === 'new';
    if (isNew) found.add(total);
    for (const sum of sumsOf.get(total) ?? []) {
      if (!isNew && (!isOld(sum, standingOf) || mayHaveRest(sum, standingOf))) continue;
      for (const part of sum.children) if (grown.has(part) || standingOf(part) === 'new') due.add(part);
    }
  }
  return found;
}
