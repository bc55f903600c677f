import type { Policy } from '../policy.ts';
import { isFewTold } from '../rules/few-came.ts';
import type { AttackerModel } from './attacker-model.ts';
import type { AuditBudget } from './audit-ranges.ts';
import { findBlocks } from './blocks.ts';
import { buildFinestModel, type FinestModel } from './finest-model.ts';
import { createNeighbourhoods } from './neighbourhoods.ts';
import { type Binding, createRegion, type Region } from './region.ts';
import type { Solver } from './solver.ts';
import { SLACK } from './witnesses.ts';

/** Persons of one quantity less those of another: a group now, and what it was in an earlier release. */
export type Change = { readonly now: number; readonly before: number };

/** `binding`: whose bounds tell that the change is one of few; null where the budget ran out before that was known. */
export type ToldChange = { readonly change: Change; readonly binding: readonly Binding[] | null };

export type ChangesAudit = {
  readonly told: readonly ToldChange[];
  readonly statistics: {
    readonly runs: number;
    readonly wholeRuns: number;
    /** Runs of the whole model times its finest quantities. */
    readonly wholeWork: number;
    readonly regions: number;
    /** Changes told only because the budget ran out. */
    readonly unsettled: number;
  };
};

type Asked = {
  readonly change: Change;
  /** By column, 1 and -1. */
  readonly factors: ReadonlyMap<number, number>;
  readonly columns: Int32Array;
  /** What really changed, and between what it was seen in possible states. */
  readonly truth: number;
  low: number;
  high: number;
};

/**
 * Claim: of every change that is not returned as told a possible state of the whole model was found in which none, or at
 * least the minimum, came or went (`isFewTold`). What really happened is the first state looked at; then states close by,
 * all else keeping its true value; only the whole model can show that a change is told. Every state serves all changes.
 */
export function auditChanges(
  attacker: AttackerModel,
  changes: readonly Change[],
  solver: Solver,
  budget: AuditBudget,
  policy: Policy,
): ChangesAudit {
  const statistics = { runs: 0, wholeRuns: 0, wholeWork: 0, regions: 0, unsettled: 0 };
  const isOpen = ({ low, high }: Pick<Asked, 'low' | 'high'>) =>
    isFewTold({ low: low - SLACK, high: high + SLACK }, policy);
  const few = changes.filter(({ now, before }) => {
    const by = (attacker.truth[now] ?? 0) - (attacker.truth[before] ?? 0);
    return isOpen({ low: by, high: by });
  });
  if (few.length === 0) return { told: [], statistics };
  const model = buildFinestModel(attacker);
  const asked = few.map((change) => prepare(change, model));
  const open = (columns: Int32Array): Region => {
    statistics.regions += 1;
    return createRegion(model, columns, solver, budget.iterationsPerRun);
  };
  /** @returns whose bounds keep the change from going further; null when the solver stopped before the end */
  const push = (one: Asked, sign: number, region: Region): (() => readonly Binding[]) | null => {
    statistics.runs += 1;
    const weights = new Map([...one.factors].map(([column, factor]) => [column, sign * factor]));
    const solution = region.raise(weights);
    if (solution === null) return null;
    const gains = new Map<number, number>();
    region.columns.forEach((column, place) => {
      const gain = (solution.values[place] ?? 0) - (model.truth[column] ?? 0);
      if (Math.abs(gain) > SLACK) gains.set(column, gain);
    });
    for (const each of asked) see(each, gains);
    return solution.binding;
  };
  const neighbourhood = createNeighbourhoods(model);
  for (const size of [budget.neighbourhood, budget.sharedNeighbourhood]) {
    if (size * WORTH_IT > model.finest.length) continue;
    for (const one of asked) {
      if (!isOpen(one)) continue;
      const region = open(neighbourhood(one.columns, size));
      try {
        push(one, one.truth > 0 ? -1 : 1, region);
      } finally {
        region.dispose();
      }
    }
  }
  const told: ToldChange[] = [];
  for (const block of findBlocks(model, asked.filter(isOpen), ({ columns }) => columns)) {
    const region = open(block.columns);
    try {
      for (const one of block.asked) {
        if (!isOpen(one)) continue;
        if (statistics.wholeWork >= budget.wholeWork) {
          told.push({ change: one.change, binding: null });
          statistics.unsettled += 1;
          continue;
        }
        const before = statistics.runs;
        const back = one.truth > 0 ? -1 : 1;
        const binding = push(one, back, region)?.() ?? null;
        if (isOpen(one)) push(one, -back, region);
        statistics.wholeRuns += statistics.runs - before;
        statistics.wholeWork += (statistics.runs - before) * block.columns.length;
        if (!isOpen(one)) continue;
        told.push({ change: one.change, binding });
        if (binding === null) statistics.unsettled += 1;
      }
    } finally {
      region.dispose();
    }
  }
  return { told, statistics };
}

/** With fewer finest quantities for each one of a neighbourhood the whole model is as quick, see `auditRanges`. */
const WORTH_IT = 2;

function prepare(change: Change, model: FinestModel): Asked {
  const factors = new Map<number, number>();
  for (const column of model.columnsOf(change.now)) factors.set(column, 1);
  for (const column of model.columnsOf(change.before)) {
    if (factors.has(column)) factors.delete(column);
    else factors.set(column, -1);
  }
  const columns = Int32Array.from(factors.keys()).sort();
  const truth = [...factors].reduce((sum, [column, factor]) => sum + factor * (model.truth[column] ?? 0), 0);
  return { change, factors, columns, truth, low: truth, high: truth };
}

/** Takes in a state, by how much it differs from what really happened. */
function see(one: Asked, gains: ReadonlyMap<number, number>): void {
  const [few, many] = gains.size < one.factors.size ? [gains, one.factors] : [one.factors, gains];
  let by = one.truth;
  for (const [column, value] of few) by += value * (many.get(column) ?? 0);
  one.low = Math.min(one.low, by);
  one.high = Math.max(one.high, by);
}
