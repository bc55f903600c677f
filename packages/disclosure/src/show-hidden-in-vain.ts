import { type AuditBudget, type AuditStatistics, audit } from './audit/audit.ts';
import { prepareCountAudit } from './audit/audit-counts.ts';
import { askChange, askRange } from './audit/questions.ts';
import type { Solver } from './audit/solver.ts';
import type { State } from './audit/states.ts';
import { findCarriedChanges } from './carried-changes.ts';
import type { ShownPattern } from './hide-few-changes.ts';
import { orderGroups } from './primaries.ts';
import { hiddenQuantities, isSafeAlongSums } from './suppress-rounded.ts';

export type HiddenInVain = {
  /** One flag per group: was shown before anything was hidden for an audit. */
  readonly isWanted: readonly boolean[];
  /** Whether so much may be shown for all that neither sums nor an audit tell. */
  readonly isAllowed: (isShown: readonly boolean[]) => boolean;
};

export type ShownAgain = {
  readonly groups: ReadonlySet<number>;
  readonly statistics: Omit<AuditStatistics, 'targets'>;
};

/** Counts that are asked about at most. Of 1,272 to 12,768 cells up to 30 are; the model is built anew for each. */
const MOST_TRIED = 100;

/**
 * Claim: with what this shows again every range is as wide, and every change behind a carried figure as open, as they have to
 * be: of each count by itself the whole audit was asked once more before it was shown, beside those shown before it.
 *
 * What was hidden for the audits is tried from the most important down, each count once. Most of what is asked is known
 * already: a state that is possible with the count shown too shows what it showed before.
 *
 * @param states see `audit`
 */
export function showHiddenInVain(
  { lattice, system, isShown, shares, policy }: ShownPattern,
  { isWanted, isAllowed }: HiddenInVain,
  solver: Solver,
  budget: AuditBudget,
  states: State[],
): ShownAgain {
  const groups = new Set<number>();
  const spent = { runs: 0, wholeRuns: 0, wholeWork: 0, regions: 0 };
  const changes = findCarriedChanges(system);
  const isOpen = (now: readonly boolean[]): boolean => {
    const hidden = hiddenQuantities(lattice, system, now);
    const { model, targets } = prepareCountAudit(lattice, system, now, hidden, shares, policy);
    const due = changes.filter((change) => now[change.now] === true);
    const questions = [
      ...due.map((change) => askChange(change, model, policy)),
      ...targets.map((target) => askRange(target)),
    ];
    const left = { ...budget, wholeWork: budget.wholeWork - spent.wholeWork, mostTold: 1 };
    const { told, statistics } = audit(model, questions, solver, left, states);
    spent.runs += statistics.runs;
    spent.wholeRuns += statistics.wholeRuns;
    spent.wholeWork += statistics.wholeWork;
    spent.regions += statistics.regions;
    return told.length === 0;
  };
  let tried = 0;
  for (const group of orderGroups(lattice)) {
    if (isWanted[group] !== true || isShown[group] === true || tried >= MOST_TRIED) continue;
    const trial = isShown.map((shown, index) => shown || index === group || groups.has(index));
    if (!isSafeAlongSums(lattice, system, trial, policy) || !isAllowed(trial)) continue;
    tried += 1;
    if (isOpen(trial)) groups.add(group);
  }
  return { groups, statistics: spent };
}
