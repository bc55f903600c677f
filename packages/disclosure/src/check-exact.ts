import { createDerivationTest } from './derivations.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { findHiddenParts, type Remainder } from './small-remainders.ts';

/** What can be told exactly although it should not. */
export type Derivations = {
  readonly derivable: readonly number[];
  readonly remainders: readonly Remainder[];
};

/**
 * Looks at a finished pattern of shown and hidden groups as an attacker who adds and subtracts.
 * @param isKnown one flag per group
 * @param remainders further small groups that must not be derivable
 * @returns groups that are hidden but derivable, and small groups that are derivable although no cell holds them
 */
export function findDerivations(
  lattice: Lattice,
  isKnown: readonly boolean[],
  remainders: readonly Remainder[],
  policy: Policy,
): Derivations {
  const isDerivable = createDerivationTest(lattice.relations, isKnown);
  // A group that follows from public zeros alone is known whatever is hidden.
  const isPublic = createDerivationTest(
    lattice.relations,
    lattice.groups.map(() => false),
  );
  // A set that is shown under another name is told, even if a reader cannot know that it is the same set.
  const isAsked = (group: number) => lattice.groups[group]?.isPublishable === true;
  const toldElsewhere = new Set(
    lattice.sameSets
      .filter(({ first, second }) => isAsked(first) && isAsked(second) && isKnown[first] !== isKnown[second])
      .map(({ first, second }) => (isKnown[first] === true ? second : first)),
  );
  // Two names of one set differ by nobody, which their shown counts may say: what is told of nobody is told of no person.
  const isNobody = createDerivationTest(
    [
      ...lattice.relations,
      ...lattice.sameSets.map(({ first, second }) => ({ parent: first, children: [second] })),
    ],
    lattice.groups.map(() => false),
  );
  const hidden = lattice.groups.filter(({ index }) => isKnown[index] !== true);
  return {
    derivable: hidden
      .filter(({ index, n }) => {
        const sum = { plus: [index], minus: [] };
        const isAskedFor = isAsked(index);
        const isGuarded = isAskedFor || n < policy.counts.minimum;
        const isOpen = isAskedFor ? isPublic : isNobody;
        return toldElsewhere.has(index) || (isGuarded && isDerivable(sum) && !isOpen(sum));
      })
      .map(({ index }) => index),
    remainders: [...remainders, ...findHiddenParts(lattice, isKnown, policy)].filter(
      (remainder) => isDerivable(remainder) && !isNobody(remainder),
    ),
  };
}
