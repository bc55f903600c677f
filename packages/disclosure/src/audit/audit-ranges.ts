import type { Range } from '../interval.ts';
import type { AttackerModel, Target } from './attacker-model.ts';
import { type Audit, type AuditBudget, audit } from './audit.ts';
import { askRange } from './questions.ts';
import type { Binding } from './region.ts';
import type { Solver } from './solver.ts';
import type { State } from './states.ts';

/** A target whose range is too narrow, or could not be proven wide within the budget: then the range is null. */
export type NarrowTarget = {
  readonly target: Target;
  readonly range: Range | null;
  /** Whose bounds make the range what it is. */
  readonly binding: readonly Binding[];
};

/** By quantity: least and greatest value that is proven to be possible. */
export type ProvenRanges = { readonly low: Float64Array; readonly high: Float64Array };

export type RangesAudit = {
  readonly narrow: readonly NarrowTarget[];
  readonly proven: ProvenRanges;
  readonly statistics: Audit['statistics'];
};

/**
 * Asks of every target whether it can lie anywhere in a range of at least its width and up to its top, see `audit`.
 * @param seen ranges that are known to be possible
 */
export function auditRanges(
  attacker: AttackerModel,
  targets: readonly Target[],
  solver: Solver,
  budget: AuditBudget,
  { seen, states }: { readonly seen?: ProvenRanges; readonly states?: State[] } = {},
): RangesAudit {
  const low = attacker.truth.map((value, quantity) => seen?.low[quantity] ?? value);
  const high = attacker.truth.map((value, quantity) => seen?.high[quantity] ?? value);
  const questions = targets.map((target) =>
    askRange(target, { low: low[target.quantity] ?? 0, high: high[target.quantity] ?? 0 }),
  );
  const { told, proven, statistics } = audit(attacker, questions, solver, budget, states);
  targets.forEach(({ quantity }, place) => {
    low[quantity] = proven[place]?.low ?? 0;
    high[quantity] = proven[place]?.high ?? 0;
  });
  const narrow = told.flatMap(({ question, range, bindings }) => {
    const target = targets[question];
    return target === undefined ? [] : [{ target, range, binding: bindings.flat() }];
  });
  return { narrow, proven: { low, high }, statistics };
}
