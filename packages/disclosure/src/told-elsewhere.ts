import type { AuditBudget } from './audit/audit.ts';
import { prepareCountAudit } from './audit/audit-counts.ts';
import { auditRanges, type NarrowTarget } from './audit/audit-ranges.ts';
import type { Solver } from './audit/solver.ts';
import type { CountSystem } from './count-system.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { hiddenQuantities, wholeRanges } from './suppress-rounded.ts';

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
  const { counts } = system.elsewhere;
  if (counts.size === 0) return system;
  const nothing = lattice.groups.map(() => false);
  const ranges = wholeRanges(lattice, system, nothing, policy);
  const hidden = hiddenQuantities(lattice, system, nothing);
  const { model, targets } = prepareCountAudit(lattice, system, nothing, hidden, [], policy);
  const single = targets.filter(({ quantity }) => quantity < system.truth.length);
  const { narrow } = auditRanges(model, single, solver, budget);
  return {
    ...system,
    elsewhere: {
      counts,
      exact: new Set(hidden.filter((quantity) => ranges[quantity]?.low === ranges[quantity]?.high)),
      narrow: new Set(narrow.flatMap(({ target, range }) => (range === null ? [] : [target.quantity]))),
      ranges,
    },
  };
}

/**
 * Narrow targets that would not be narrow by other publishers' counts alone.
 * @param hidden the quantities the audit was prepared with: its sums of hidden parts are numbered by them
 */
export function beyondElsewhere(
  lattice: Lattice,
  system: CountSystem,
  hidden: readonly number[],
  narrow: readonly NarrowTarget[],
  solver: Solver,
  budget: AuditBudget,
  policy: Policy,
): readonly NarrowTarget[] {
  if (system.elsewhere.counts.size === 0 || narrow.length === 0) return narrow;
  const nothing = lattice.groups.map(() => false);
  const { model } = prepareCountAudit(lattice, system, nothing, hidden, [], policy);
  const targets = narrow.map(({ target }) => target);
  const alone = auditRanges(model, targets, solver, budget).narrow;
  const told = new Set(alone.flatMap(({ target, range }) => (range === null ? [] : [target.quantity])));
  return narrow.filter(({ target }) => !told.has(target.quantity));
}
