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

/** Quantities of which carried totals say that they are few. */
export type FewInCarried = {
  /** Said by an earlier release, whatever is shown now. */
  readonly then: ReadonlySet<number>;
  /** Said by totals of now, as long as one of them is shown: quantity -> those. */
  readonly now: ReadonlyMap<number, ReadonlySet<number>>;
};

/**
 * Claim: of a total that got a part and is carried all the same, everybody knows by what the word means (bar B9) that fewer
 * than the minimum came, and so that what is new inside it holds fewer, where its parts of then were all of it: nothing but
 * showing it nowhere would change that. It is all that may be known. Each count that is new inside, and the total itself,
 * keeps a range of one person less than others, see `rangeToLeave`, as long as the carried figure is shown. Where persons were
 * in none of the parts then, those of the new part may be some of them, and nothing is said of it. All facts are used against
 * them, those of carried figures included, so that several carried totals and a shown sum together tell no more.
 *
 * A group that is made of one such part alone is that part under another address.
 *
 * Source: bars B4 and B9.
 */
export function findFewInCarried(sumsOf: SumsOf, carried: readonly CarriedAt[]): FewInCarried {
  const then = new Set<number>();
  const now = new Map<number, Set<number>>();
  const otherNames = otherNamesOf(sumsOf);
  for (const { group, since, after, quantityAt } of carried) {
    if (!since.gained.has(group) || since.grown.get(group) === after?.grown.get(group)) continue;
    for (const each of [group, ...newInside(sumsOf, otherNames, since, group)]) {
      const quantity = quantityAt(each);
      if (quantity === undefined) continue;
      if (after !== null) then.add(quantity);
      else now.set(quantity, (now.get(quantity) ?? new Set()).add(group));
    }
  }
  return { then, now };
}

/** @param isShown one flag per group of now */
export function isFewInCarried(
  { then, now }: FewInCarried,
  quantity: number,
  isShown: readonly boolean[],
): boolean {
  return then.has(quantity) || [...(now.get(quantity) ?? [])].some((total) => isShown[total] === true);
}

/** Groups that are made of a group alone. */
function otherNamesOf(sumsOf: SumsOf): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const [group, sums] of sumsOf) {
    for (const { children } of sums) {
      const [only, ...others] = children;
      if (only === undefined || others.length > 0) continue;
      found.set(only, [...(found.get(only) ?? []), group]);
    }
  }
  return found;
}

function newInside(
  sumsOf: SumsOf,
  otherNames: ReadonlyMap<number, readonly number[]>,
  since: Growth,
  total: number,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const few = new Set(freshInside(sumsOf, since, total, seen));
  for (const part of few) {
    for (const other of otherNames.get(part) ?? []) {
      few.add(other);
      for (const each of freshInside(sumsOf, since, other, seen)) few.add(each);
    }
  }
  return few;
}
