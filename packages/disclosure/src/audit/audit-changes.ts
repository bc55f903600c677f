import type { Policy } from '../policy.ts';
import type { AttackerModel } from './attacker-model.ts';
import { type Audit, type AuditBudget, audit } from './audit.ts';
import { askChange, type Change } from './questions.ts';
import type { Binding } from './region.ts';
import type { Solver } from './solver.ts';
import type { State } from './states.ts';

/** `binding`: whose bounds tell that the change is one of few; null where the budget ran out before that was known. */
export type ToldChange = { readonly change: Change; readonly binding: readonly Binding[] | null };

export type ChangesAudit = {
  readonly told: readonly ToldChange[];
  readonly statistics: Audit['statistics'];
};

/** Asks of every change whether none, or at least the minimum, can have come or gone (`isFewTold`), see `audit`. */
export function auditChanges(
  attacker: AttackerModel,
  changes: readonly Change[],
  solver: Solver,
  budget: AuditBudget,
  policy: Policy,
  states?: State[],
): ChangesAudit {
  const questions = changes.map((change) => askChange(change, attacker, policy));
  const { told, statistics } = audit(attacker, questions, solver, budget, states);
  return {
    told: told.flatMap(({ question, range, bindings: [back] }) => {
      const change = changes[question];
      return change === undefined ? [] : [{ change, binding: range === null ? null : back }];
    }),
    statistics,
  };
}
