import { freshInside, type Growth, type SumsOf } from './grown-groups.ts';

/** A group that shows the figure of an earlier release, at one time. */
export type CarriedAt = {
  readonly group: number;
  /** What got new parts since the release that computed the figure. */
  readonly since: Growth;
  /** The quantity that a group was at that time; undefined where it had no count. */
  readonly quantityAt: (group: number) => number | undefined;
  /** What got new parts since that time; null where it is now. */
  readonly after: Growth | null;
};

/**
 * Claim: of a total that got a part and is carried all the same, everybody knows by what the word means (bar B9) that fewer
 * than the minimum came, and so that what is new inside it holds fewer: nothing but showing it nowhere would change that. It
 * is all that may be known. Each count that is new inside, and the total itself, keeps a range of one person less than others:
 * see `rangeToLeave`. All facts are used against them, those of carried figures included, so that several carried
 * totals and a shown sum together tell no more.
 *
 * Source: bars B4 and B9.
 *
 * @returns quantities
 */
export function findFewInCarried(sumsOf: SumsOf, carried: readonly CarriedAt[]): ReadonlySet<number> {
  const found = new Set<number>();
  const seen = new Map<Growth, Map<Growth | null, Set<number>>>();
  for (const { group, since, quantityAt, after } of carried) {
    if (!since.grown.has(group) || since.grown.get(group) === after?.grown.get(group)) continue;
    const bySince = seen.get(since) ?? new Map<Growth | null, Set<number>>();
    seen.set(since, bySince);
    const before = bySince.get(after) ?? new Set<number>();
    bySince.set(after, before);
    for (const part of [group, ...freshInside(sumsOf, since, group, before)]) {
      const quantity = quantityAt(part);
      if (quantity !== undefined) found.add(quantity);
    }
  }
  return found;
}
