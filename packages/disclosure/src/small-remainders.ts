import type { Lattice } from './lattice.ts';
import type { NestedPair } from './nested-pairs.ts';
import type { Policy } from './policy.ts';
import type { Relation } from './relations.ts';
import { isSmallRemainder } from './rules/remainder.ts';

/** A group with no cell of its own: the persons of `plus`, less those of `minus`. Indices of groups, ascending. */
export type Remainder = {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly persons: number;
};

/**
 * Small groups that would follow if the hidden part of some total could be told: for every total and axis, its hidden
 * children; and, as shown groups inside a hidden child can be taken off as well, what is then left of each child. Two
 * ways of taking off shown groups differ by shown groups, so one can be told exactly when the other can: the way that
 * leaves the fewest persons is enough.
 *
 * @param isKnown one flag per group: shown, or counted on as known
 */
export function findHiddenParts(
  lattice: Lattice,
  isKnown: readonly boolean[],
  policy: Policy,
): readonly Remainder[] {
  const leftOf = createLeftovers(lattice, isKnown);
  return lattice.relations.flatMap(({ children }) => {
    const hidden = children.filter((child) => isKnown[child] !== true);
    const { parts, persons } = joinLeftovers(hidden.map(leftOf));
    if (parts.length < 2 || !isSmallRemainder(persons, policy)) return [];
    return [{ plus: parts.toSorted((a, b) => a - b), minus: [], persons }];
  });
}

/** What shown groups leave of a hidden one. */
type Leftover = { readonly parts: readonly number[]; readonly persons: number };

function joinLeftovers(leftovers: readonly Leftover[]): Leftover {
  return {
    parts: leftovers.flatMap(({ parts }) => parts),
    persons: leftovers.reduce((sum, { persons }) => sum + persons, 0),
  };
}

function createLeftovers(lattice: Lattice, isKnown: readonly boolean[]): (group: number) => Leftover {
  const sumsOf = new Map<number, Relation[]>();
  for (const relation of lattice.relations) {
    const list = sumsOf.get(relation.parent);
    if (list === undefined) sumsOf.set(relation.parent, [relation]);
    else list.push(relation);
  }
  const known = new Map<number, Leftover>();
  const leftOf = (group: number): Leftover => {
    const before = known.get(group);
    if (before !== undefined) return before;
    let least: Leftover = { parts: [group], persons: lattice.groups[group]?.n ?? 0 };
    for (const { children } of sumsOf.get(group) ?? []) {
      const left = joinLeftovers(children.filter((child) => isKnown[child] !== true).map(leftOf));
      if (left.persons < least.persons) least = left;
    }
    known.set(group, least);
    return least;
  };
  return leftOf;
}

export function remainderOfPair({ inner, outer, apart }: NestedPair): Remainder {
  return { plus: [outer], minus: [inner], persons: apart };
}

/** Equal for remainders over the same groups. */
export function remainderKey({ plus, minus }: Remainder): string {
  return `${plus.join(' ')}-${minus.join(' ')}`;
}
