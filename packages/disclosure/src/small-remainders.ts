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
 * Small groups that would follow if the hidden part of some total could be told: the hidden children of every total,
 * and the same with each hidden child replaced by its own hidden children down one axis.
 *
 * @param isKnown one flag per group: shown, or counted on as known
 */
export function findHiddenParts(
  lattice: Lattice,
  isKnown: readonly boolean[],
  policy: Policy,
): readonly Remainder[] {
  const byParent = new Map<string, Relation>();
  for (const relation of lattice.relations) byParent.set(`${relation.parent} ${relation.axis}`, relation);
  const hiddenBelow = ({ children, axis }: Relation): readonly number[] =>
    children
      .filter((child) => isKnown[child] !== true)
      .flatMap((child) => {
        const deeper = byParent.get(`${child} ${axis}`);
        return deeper === undefined ? [child] : hiddenBelow(deeper);
      });
  const found: Remainder[] = [];
  for (const relation of lattice.relations) {
    const direct = relation.children.filter((child) => isKnown[child] !== true);
    for (const parts of [direct, hiddenBelow(relation)]) {
      const persons = parts.reduce((sum, part) => sum + (lattice.groups[part]?.n ?? 0), 0);
      if (parts.length > 1 && isSmallRemainder(persons, policy)) {
        found.push({ plus: parts.toSorted((a, b) => a - b), minus: [], persons });
      }
    }
  }
  return found;
}

export function remainderOfPair({ inner, outer, apart }: NestedPair): Remainder {
  return { plus: [outer], minus: [inner], persons: apart };
}

/** Equal for remainders over the same groups. */
export function remainderKey({ plus, minus }: Remainder): string {
  return `${plus.join(' ')}-${minus.join(' ')}`;
}
