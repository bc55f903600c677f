import { findDerivations } from './check-exact.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { ProtectedLattice } from './protected-lattice.ts';
import { suppressExact } from './suppress-exact.ts';

/** Protection when true counts are shown. A shown share counts as if both its groups were shown exactly. */
export function protectExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  { shares, policy }: ProtectInput,
): ProtectedLattice {
  const { isKnown, guarded } = suppressExact(lattice, isPrimary, shares, policy);
  const found = findDerivations(lattice, isKnown, guarded, policy);
  return {
    isShown: lattice.groups.map(({ index, isPublishable }) => isPublishable && isKnown[index] === true),
    carried: new Map(),
    audit: null,
    shares: findAllowedShares(shares, lattice, (group) => isKnown[group] === true, policy),
    findings: {
      method: 'exact',
      derivable: found.derivable.length,
      smallRemainders: found.remainders.length,
      narrow: 0,
    },
  };
}
