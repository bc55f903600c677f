import type { AuditBudget } from './audit/audit.ts';
import type { Solver } from './audit/solver.ts';
import { buildCountSystem } from './count-system.ts';
import { carriesOther, countToldByHistory } from './history-derivations.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { ProtectedLattice } from './protected-lattice.ts';
import { repairExact, shownCounts } from './repair/repair-exact.ts';
import { settleHistory } from './repair/settle-history.ts';
import { HISTORY_BUDGET, REPAIR_BUDGET } from './repair/widen-ranges.ts';

/**
 * Protection when true counts are shown. A shown share counts as if both its groups were shown exactly.
 *
 * Carried figures are shown as long as ranges allow: readers have them, and are told by them that few came or went. A group
 * that carries the figure of other persons is guarded like a small one, as its count of now would tell how many. Counts
 * that tell something together with earlier releases are hidden until none does, by addition and subtraction and by ranges.
 */
export function protectExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  input: ProtectInput,
  solver: Solver,
  budget: AuditBudget,
): ProtectedLattice {
  const { shares, policy, earlier } = input;
  const system = buildCountSystem(lattice, input);
  const { carried, heldBack } = system;
  const mustHide = isPrimary.map(
    (isOne, group) => isOne || heldBack.has(group) || carriesOther(system, group),
  );
  const limits = earlier.length === 0 ? REPAIR_BUDGET : HISTORY_BUDGET;
  const repaired = repairExact(lattice, mustHide, system, input, solver, limits);
  const { isKnown, found, targets, spent } = repaired;
  const { withheld, narrow, seen } = settleHistory(lattice, system, repaired, solver, budget, policy);
  const staying = new Map([...carried].filter(([group]) => !withheld.has(group)));
  const isShown = shownCounts(lattice, isKnown, staying);
  return {
    isShown,
    carried: staying,
    shares: findAllowedShares(shares, lattice, (group) => isKnown[group] === true, policy),
    audit: {
      targets: targets.length,
      ...spent,
      widths: targets.map(({ group }) => (seen.high[group] ?? 0) - (seen.low[group] ?? 0)),
    },
    findings: {
      method: 'exact',
      derivable: found.derivable.length + countToldByHistory(lattice, system, isShown, input),
      smallRemainders: found.remainders.length,
      narrow: narrow.length,
      unreadSums: system.unreadSums,
    },
  };
}
