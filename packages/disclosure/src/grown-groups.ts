import type { Lattice } from './lattice.ts';
import type { Relation } from './relations.ts';

/** What came to the groups of now, as groups, since an earlier release. */
export type Growth = {
  /** Group that has a part more now -> a text that says which ones: equal since two releases where it lacked the same. */
  readonly grown: ReadonlyMap<number, string>;
  /** Those parts, and what they are made of. */
  readonly fresh: ReadonlySet<number>;
  /**
   * Group that has grown -> its parts that are new, or gained something themselves, in sums that its parts of then made up to
   * the person: all who came to it are in these. Where a sum had a rest, who is in a new part may have been in that.
   */
  readonly gained: ReadonlyMap<number, readonly number[]>;
};

/** Sums of each group, by its index. */
export type SumsOf = ReadonlyMap<number, readonly Relation[]>;

export function sumsByParent({ relations }: Lattice): SumsOf {
  return Map.groupBy(relations, ({ parent }) => parent);
}

/** A part that stands for whoever is in none of the named parts: it has no address. */
export function isRest({ groups, named }: Lattice, index: number): boolean {
  return index >= named && index < groups.length;
}

/**
 * A group has grown where one of its sums, or of the sums below, has a part that never had a count up to the earlier release,
 * beside parts that had: a cohort that closed since, a new credential, and the totals over them. A sum of which no
 * part had any is of a table that is new, and a part that nobody asked to show may have been there without a count.
 *
 * @param counted groups of which that release or one before it had a count, shown or hidden
 * @param sizes persons of then of the groups that had a count in that release
 * @param names number of every list of parts met so far; adapted, so that texts can be compared between releases
 */
export function findGrowth(
  lattice: Lattice,
  sumsOf: SumsOf,
  counted: ReadonlySet<number>,
  sizes: ReadonlyMap<number, number>,
  names: Map<string, number>,
): Growth {
  const grown = new Map<number, string>();
  const fresh = new Set<number>();
  const gained = new Map<number, readonly number[]>();
  const done = new Set<number>();
  const isNew = (child: number): boolean =>
    !counted.has(child) && lattice.groups[child]?.isPublishable === true;
  const enter = (child: number): void => {
    if (fresh.has(child)) return;
    fresh.add(child);
    for (const { children } of sumsOf.get(child) ?? [])
      for (const part of children) if (isNew(part)) enter(part);
  };
  const addedUp = ({ parent, children }: Relation): boolean =>
    children.every((child) => sizes.has(child) || isNew(child)) &&
    children.reduce((sum, child) => sum + (sizes.get(child) ?? 0), 0) === sizes.get(parent);
  const lookAt = (group: number): string => {
    if (done.has(group)) return grown.get(group) ?? '';
    done.add(group);
    const parts: string[] = [];
    const more: number[] = [];
    for (const sum of sumsOf.get(group) ?? []) {
      const { children } = sum;
      if (!children.some((child) => counted.has(child))) continue;
      const hadNoRest = addedUp(sum);
      for (const child of children) {
        if (isNew(child)) enter(child);
        const shape = isNew(child) ? 'new' : lookAt(child);
        if (shape !== '') parts.push(`${child} ${shape}`);
        if (hadNoRest && (isNew(child) || gained.has(child))) more.push(child);
      }
    }
    if (more.length > 0) gained.set(group, more);
    if (parts.length === 0) return '';
    const list = parts.join();
    const number = names.get(list) ?? names.size;
    names.set(list, number);
    grown.set(group, `${number}`);
    return `${number}`;
  };
  for (const group of counted) lookAt(group);
  return { grown, fresh, gained };
}

/**
 * Groups that are new inside a group since an earlier release, at whatever depth, of whom nobody was in it then. A group that
 * had a count is followed along what it gained, one that is new along all its sums: what is in it is new with it.
 *
 * @param seen groups looked at before, adapted: those inside them are left out
 */
export function freshInside(
  sumsOf: SumsOf,
  growth: Growth,
  group: number,
  seen: Set<number>,
): readonly number[] {
  if (seen.has(group)) return [];
  seen.add(group);
  const { grown, fresh, gained } = growth;
  const own = fresh.has(group) ? [group] : [];
  const inside = grown.has(group)
    ? (gained.get(group) ?? [])
    : (sumsOf.get(group) ?? []).flatMap(({ children }) =>
        children.filter((child) => fresh.has(child) || grown.has(child)),
      );
  return [...own, ...inside.flatMap((child) => freshInside(sumsOf, growth, child, seen))];
}
