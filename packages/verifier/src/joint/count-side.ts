import { basisSums } from '../basis-sums.ts';
import { canonicalText } from '../canonical-json.ts';
import { countQuestions } from '../check-ranges.ts';
import { type GroupSystem, groupSystem } from '../group-system.ts';
import { isAcyclic } from '../is-acyclic.ts';
import type { Lattice, PublishedCount } from '../lattice.ts';
import { propagateBounds } from '../propagate-bounds.ts';
import { type CellAddress, type PublishedValues, publishedValues, toldBy } from '../published-values.ts';
import { CEILING } from '../range.ts';
import type { Tie } from './join-releases.ts';
import type { JointSide } from './joint-side.ts';
import type { Standing } from './new-parts.ts';

/** A release of counts as one of two. */
export type CountSide = JointSide & {
  readonly lattice: Lattice;
  readonly system: GroupSystem;
  readonly published: PublishedValues;
};

export function countSide(lattice: Lattice, cells: readonly PublishedCount[]): CountSide {
  const system = groupSystem(lattice);
  const published = publishedValues(lattice, system, cells);
  const basis = basisSums(system, (group) => lattice.roundingBase === 1 && published.isShown[group] === true);
  const [low, high] = [published.low.slice(), published.high.slice()];
  const isConsistent = propagateBounds(system.sums, low, high).length === 0;
  const nothingShown = published.isShown.every((shown) => !shown);
  return {
    lattice,
    system,
    published,
    bounded: {
      sums: basis.flatMap((s) => system.sums[s] ?? []),
      low,
      high: high.map((most) => Math.min(most, CEILING)),
    },
    isWhole: isConsistent && (nothingShown || isAcyclic(lattice)),
    questions: isConsistent ? countQuestions(lattice, system, published, { low, high }) : [],
    nameOf: (group) =>
      (published.shownAs[group]?.[0] ?? published.hiddenAs[group]?.[0]) || { table: '', key: {} },
  };
}

/** For each group of now the group that has the same address in the release before; -1 where it had none. */
export function sameAddresses(then: CountSide, now: CountSide): Int32Array {
  const text = ({ table, key }: CellAddress): string => canonicalText([table, key]);
  const namesOf = ({ published: { shownAs, hiddenAs } }: CountSide, group: number) => [
    ...(shownAs[group] ?? []),
    ...(hiddenAs[group] ?? []),
  ];
  const known = new Map<string, number>();
  for (let group = 0; group < then.system.groupCount; group += 1) {
    for (const name of namesOf(then, group)) known.set(text(name), group);
  }
  return Int32Array.from({ length: now.system.groupCount }, (_, group) => {
    const found = namesOf(now, group).flatMap((name) => known.get(text(name)) ?? []);
    return found[0] ?? -1;
  });
}

/** Of a group of now, from the groups of `sameAddresses`. */
export function standingIn(
  { published: { shownAs, hiddenAs } }: CountSide,
  before: Int32Array,
): (group: number) => Standing {
  return (group) => {
    if ((before[group] ?? -1) >= 0) return 'had';
    const names = (shownAs[group]?.length ?? 0) + (hiddenAs[group]?.length ?? 0);
    return names > 0 ? 'new' : 'unnamed';
  };
}

/**
 * What everybody who has both knows of two groups together: a figure that says it is carried is the one of the release
 * before, or like it one of a release still older, and fewer than T persons are in exactly one of the group it was
 * computed from and the group of now.
 *
 * Nothing else ties the two. A figure that is shown anew says that T or more came or went, and not whether there are
 * more now: as many may have come as went. A hidden one does not say whether anybody did.
 *
 * Source: bar B9 and what `carried` means (decision 0008).
 */
export function carriedTies(then: CountSide, now: CountSide): readonly Tie[] {
  const apart = now.lattice.threshold - 1;
  return [...sameAddresses(then, now)].flatMap((before, group): Tie[] => {
    if (before < 0 || now.published.isCarried[group] !== true) return [];
    const value = now.published.shownValue[group] ?? null;
    if (value === null || then.published.shownValue[before] !== value) return [];
    const isOlder = then.published.isCarried[before] === true;
    const origin = isOlder ? toldBy(value, false, then.lattice) : null;
    return [{ before, after: group, apart, origin }];
  });
}
