import { type Growth, isRest } from './grown-groups.ts';
import type { EarlierGroup } from './input.ts';
import type { Lattice } from './lattice.ts';
import type { Relation } from './relations.ts';

/** The groups of an earlier release that have an address now. */
export type GroupsThen = {
  /** Group -> the quantity that it was. */
  readonly quantities: ReadonlyMap<number, number>;
  /** Of those of which the release had a count: the group that was counted. */
  readonly counts: ReadonlyMap<number, EarlierGroup>;
};

export type SumsThen = {
  /** In quantities, but for those that hold now too. */
  readonly sums: readonly Pick<Relation, 'parent' | 'children'>[];
  /** Unnamed group -> the quantity of whoever was in no named part. */
  readonly rests: ReadonlyMap<number, number>;
  /** Sums that were others than they are now. */
  readonly unread: number;
};

/**
 * How the totals of an earlier release added up, of the parts that it had. Who was in no part that has an address now, or in
 * one of which that release gave no count, is taken as unknown.
 *
 * Claim: what earlier releases told is only said to be reckoned with where all of it was. A part that belongs to another
 * total now, or has no address any more, was in a sum that readers had and that is not known here. Such a sum is found where
 * the parts do not make up the total of then and no unnamed or uncounted part takes the difference, or where more persons
 * came to the total, or left it, than did to all parts together.
 *
 * Source: bars B2 to B4 over releases.
 *
 * @param truth persons of each quantity; rests are added at its end
 */
export function readSumsThen(
  lattice: Lattice,
  { quantities, counts }: GroupsThen,
  { fresh }: Growth,
  truth: number[],
): SumsThen {
  const sums: Pick<Relation, 'parent' | 'children'>[] = [];
  const rests = new Map<number, number>();
  let unread = 0;
  for (const { parent, children } of lattice.relations) {
    const parts = [parent, ...children];
    const found = parts.map((part) => quantities.get(part));
    const [whole, ...inside] = found;
    const present = inside.filter((part) => part !== undefined);
    if (whole === undefined || present.length === 0) continue;
    const rest = (truth[whole] ?? 0) - present.reduce((sum, part) => sum + (truth[part] ?? 0), 0);
    const isOpen = children.some((child) => !quantities.has(child) && !fresh.has(child));
    if (isAnother(parent, children)) unread += 1;
    else if (areCounts(parts) && (rest < 0 || (rest > 0 && !isOpen))) unread += 1;
    if (rest < 0 || found.every((quantity, place) => quantity === parts[place])) continue;
    if (rest > 0 || isOpen) {
      const unnamed = children.find((child) => isRest(lattice, child));
      if (unnamed !== undefined) rests.set(unnamed, truth.length);
      present.push(truth.length);
      truth.push(rest);
    }
    sums.push({ parent: whole, children: present });
  }
  return { sums, rests, unread };

  /** A share that was carried even then speaks of groups of another time: nobody had a sum of these. */
  function areCounts(groups: readonly number[]): boolean {
    return groups.every((group) => counts.has(group) || !quantities.has(group));
  }

  function isAnother(parent: number, children: readonly number[]): boolean {
    const total = counts.get(parent);
    if (total === undefined || !children.every((child) => counts.has(child) || fresh.has(child)))
      return false;
    const most = children.reduce(
      (sum, child) => sum + (counts.get(child)?.apart ?? lattice.groups[child]?.n ?? 0),
      0,
    );
    return total.apart > most;
  }
}
