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
 * A group that is made of one such part alone is that part under another address.
 *
 * Source: bars B4 and B9.
 *
 * @returns quantities
 */
export function findFewInCarried(sumsOf: SumsOf, carried: readonly CarriedAt[]): ReadonlySet<number> {
  const found = new Set<number>();
  const enter = (group: number, { quantityAt }: CarriedAt): void => {
    const quantity = quantityAt(group);
    if (quantity !== undefined) found.add(quantity);
  };
  const grown = carried.filter(
    ({ group, since, after }) => since.grown.has(group) && since.grown.get(group) !== after?.grown.get(group),
  );
  for (const alike of Map.groupBy(grown, ({ since }) => since).values()) {
    for (const atOneTime of Map.groupBy(alike, ({ after }) => after).values()) {
      const [first] = atOneTime;
      if (first === undefined) continue;
      for (const { group } of atOneTime) enter(group, first);
      for (const group of newInside(sumsOf, first.since, atOneTime)) enter(group, first);
    }
  }
  return found;
}

function newInside(sumsOf: SumsOf, since: Growth, totals: readonly CarriedAt[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const few = new Set(totals.flatMap(({ group }) => freshInside(sumsOf, since, group, seen)));
  for (let before = -1; before < few.size; ) {
    before = few.size;
    for (const [group, sums] of sumsOf) {
      const isAnother = sums.some(
        ({ children: [only = -1, ...others] }) => others.length === 0 && few.has(only),
      );
      if (few.has(group) || !isAnother) continue;
      few.add(group);
      for (const each of freshInside(sumsOf, since, group, seen)) few.add(each);
    }
  }
  return few;
}
