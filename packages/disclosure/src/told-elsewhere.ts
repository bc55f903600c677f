import { prepareCountAudit } from './audit/audit-counts.ts';
import { type AuditBudget, auditRanges } from './audit/audit-ranges.ts';
import type { Solver } from './audit/solver.ts';
import type { CountSystem, ToldElsewhere } from './count-system.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { findToldRemainders, hiddenQuantities, wholeRanges } from './suppress-rounded.ts';

/**
 * Claim: what counts of other publishers tell by themselves, with nothing of this release beside them, is not held against
 * it: no hiding takes that back. Everything else is guarded as if every reader had those counts. A hidden count that they
 * alone leave with a narrow range is still not told to the person by this release.
 *
 * Source: attack A23.
 */
export function withToldElsewhere(
  lattice: Lattice,
  system: CountSystem,
  solver: Solver,
  budget: AuditBudget,
  policy: Policy,
): CountSystem {
  if (system.elsewhere.counts.size === 0) return system;
  const nothing = lattice.groups.map(() => false);
  const ranges = wholeRanges(lattice, system, nothing, policy);
  const hidden = hiddenQuantities(lattice, system, nothing);
  const { model, targets } = prepareCountAudit(lattice, system, nothing, hidden, [], policy);
  const { narrow } = auditRanges(model, targets, solver, budget);
  // A sum of hidden parts is a target beyond all quantities: what is narrow for it is narrow for its parts.
  const told = narrow.flatMap(({ target, range }) => (range === null ? [] : [target.quantity]));
  const elsewhere: ToldElsewhere = {
    counts: system.elsewhere.counts,
    exact: new Set(hidden.filter((quantity) => ranges[quantity]?.low === ranges[quantity]?.high)),
    narrow: new Set(told.filter((quantity) => quantity < system.truth.length)),
    sums: new Set(findToldRemainders(system, nothing, ranges, policy)),
  };
  return { ...system, elsewhere };
}
