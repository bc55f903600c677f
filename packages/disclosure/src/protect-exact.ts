import type { Solver } from './audit/solver.ts';
import { buildCountSystem } from './count-system.ts';
import { countToldByHistory, findTelling } from './history-derivations.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { ProtectedLattice } from './protected-lattice.ts';
import { repairExact } from './repair/repair-exact.ts';
import { REPAIR_BUDGET } from './repair/widen-ranges.ts';

/**
 * Protection when true counts are shown. A shown share counts as if both its groups were shown exactly.
 *
 * Carried figures are shown whatever is decided about the counts of now: readers have them. A group that carries the
 * figure of other persons is guarded like a small one, as its count of now would tell how many came or went. Counts
 * that tell something together with earlier releases are hidden until none does.
 */
export function protectExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  input: ProtectInput,
  solver: Solver,
): ProtectedLattice {
  const { shares, policy } = input;
  const system = buildCountSystem(lattice, input);
  const { carried, heldBack } = system;
  let mustHide = isPrimary.map((isOne, group) => {
    const kept = carried.get(group);
    return isOne || heldBack.has(group) || (kept !== undefined && kept.quantity !== group);
  });
  for (;;) {
    const { isKnown, found, narrow, audit } = repairExact(lattice, mustHide, input, solver, REPAIR_BUDGET);
    const isShown = lattice.groups.map(
      ({ index, isPublishable }) => isPublishable && (isKnown[index] === true || carried.has(index)),
    );
    const telling = findTelling(lattice, system, isShown, input);
    if (telling.size > 0) {
      mustHide = mustHide.map((isOne, group) => isOne || telling.has(group));
      continue;
    }
    return {
      isShown,
      carried,
      audit,
      shares: findAllowedShares(shares, lattice, (group) => isKnown[group] === true, policy),
      findings: {
        method: 'exact',
        derivable: found.derivable.length + countToldByHistory(lattice, system, isShown, input),
        smallRemainders: found.remainders.length,
        narrow,
      },
    };
  }
}
