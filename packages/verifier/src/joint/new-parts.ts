import type { Bounded } from '../audit-ranges.ts';
import type { Sum } from '../group-system.ts';

/** Whether the release before had a count of a group of now; `unnamed` of a group that no cell speaks of. */
export type Standing = 'had' | 'new' | 'unnamed';

/** A sum whose total, as far as the release before had it, is made of something it had: else the table is new. */
function isOld({ children }: Sum, standingOf: (group: number) => Standing): boolean {
  return children.some((child) => standingOf(child) === 'had');
}

/**
 * Whether the total had persons who were in none of the parts that had a count, by what the release before published.
 *
 * @param groupThen number there of a group of now; below 0 where it had none
 */
export function restThen(
  { low, high }: Pick<Bounded, 'low' | 'high'>,
  groupThen: (group: number) => number,
): (sum: Sum) => boolean {
  return ({ parent, children }) => {
    const total = groupThen(parent);
    const parts = children.map(groupThen).filter((part) => part >= 0);
    return total >= 0 && (low[total] ?? 0) > parts.reduce((sum, part) => sum + (high[part] ?? 0), 0);
  };
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
 * than T, where the others are all that the total had: who was in a part without a name, or in none, may be in the new one. No release that carries anything can help that, so it is no finding; that such a part is left fewer than T
 * numbers, or none from T - 1 on, is one.
 *
 * Source: bars B4 and B9, and what `carried` means (decisions 0007, 0008).
 *
 * @param carried totals that say so
 * @param hadRest see `restThen`
 * @returns the parts, at whatever depth
 */
export function newInCarried(
  sums: readonly Sum[],
  standingOf: (group: number) => Standing,
  carried: readonly number[],
  hadRest: (sum: Sum) => boolean,
): ReadonlySet<number> {
  const grown = grownGroups(sums, standingOf);
  const sumsOf = Map.groupBy(sums, ({ parent }) => parent);
  const found = new Set<number>();
  const due = new Set(carried.filter((group) => grown.has(group)));
  for (const total of due) {
    const isNew = standingOf(total) === 'new';
    if (isNew) found.add(total);
    for (const sum of sumsOf.get(total) ?? []) {
      const mayHaveRest = sum.children.some((child) => standingOf(child) === 'unnamed') || hadRest(sum);
      if (!isNew && (!isOld(sum, standingOf) || mayHaveRest)) continue;
      for (const part of sum.children) if (grown.has(part) || standingOf(part) === 'new') due.add(part);
    }
  }
  return found;
}
