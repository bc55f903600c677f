import { createDerivationTest } from './derivations.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { findHiddenParts, type Remainder } from './small-remainders.ts';

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
): { readonly derivable: readonly number[]; readonly remainders: readonly Remainder[] } {
  const equations = [
    ...lattice.relations,
    ...lattice.sameSets.map(({ first, second }) => ({ parent: first, children: [second] })),
  ];
  const isDerivable = createDerivationTest(equations, isKnown);
  // A group that follows from public zeros alone is known whatever is hidden.
  const isPublic = createDerivationTest(
    equations,
    lattice.groups.map(() => false),
  );
  const hidden = lattice.groups.filter(({ index }) => isKnown[index] !== true);
  return {
    derivable: hidden
      .filter(({ index, n }) => {
        const sum = { plus: [index], minus: [] };
        const isGuarded = lattice.groups[index]?.isPublishable === true || n < policy.counts.minimum;
        return isGuarded && isDerivable(sum) && !isPublic(sum);
      })
      .map(({ index }) => index),
    remainders: [...remainders, ...findHiddenParts(lattice, isKnown, policy)].filter(
      (remainder) => isDerivable(remainder) && !isPublic(remainder),
    ),
  };
}
