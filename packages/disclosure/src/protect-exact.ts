import type { Solver } from './audit/solver.ts';
import { buildCountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { ProtectedLattice } from './protected-lattice.ts';
import { repairExact } from './repair/repair-exact.ts';
import { REPAIR_BUDGET } from './repair/widen-ranges.ts';

/**
 * Protection when true counts are shown. A shown share counts as if both its groups were shown exactly.
 *
 * The tables of now are protected by themselves. Carried figures are shown whatever is decided about the counts of now:
 * readers have them.
 */
export function protectExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  input: ProtectInput,
  solver: Solver,
): ProtectedLattice {
  const { shares, policy } = input;
  const { carried } = buildCountSystem(lattice, input);
  const { isKnown, found, narrow, audit } = repairExact(
    lattice,
    isPrimary,
    shares,
    policy,
    solver,
    REPAIR_BUDGET,
  );
  return {
    isShown: lattice.groups.map(
      ({ index, isPublishable }) => isPublishable && (isKnown[index] === true || carried.has(index)),
    ),
    carried,
    audit,
    shares: findAllowedShares(shares, lattice, (group) => isKnown[group] === true, policy),
    findings: {
      method: 'exact',
      derivable: found.derivable.length,
      smallRemainders: found.remainders.length,
      narrow,
    },
  };
}
