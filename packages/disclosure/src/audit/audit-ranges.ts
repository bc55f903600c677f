import type { AttackerModel, Target } from './attacker-model.ts';
import { findBlocks } from './blocks.ts';
import { buildFinestModel, type FinestModel } from './finest-model.ts';
import { createNeighbourhoods } from './neighbourhoods.ts';
import { type Binding, createRegion, type Region } from './region.ts';
import type { Solver } from './solver.ts';
import { createWitnesses, type Witnesses } from './witnesses.ts';

/** What an audit may spend. Counted in steps of the solver, not in time, so that the same input gives the same result. */
export type AuditBudget = {
  /** Size of the neighbourhood of each target, in finest quantities. */
  readonly neighbourhood: number;
  /** Size of the larger neighbourhoods, each shared by all targets inside, that come between it and the whole model. */
  readonly sharedNeighbourhood: number;
  /** Steps of one run. */
  readonly iterationsPerRun: number;
  /** Runs of the whole model times its finest quantities, all targets together. */
  readonly wholeWork: number;
};

export const AUDIT_BUDGET: AuditBudget = {
  neighbourhood: 400,
  sharedNeighbourhood: 4000,
  iterationsPerRun: 200_000,
  wholeWork: 160_000_000,
};

/**
 * Measured on linked cubes: with fewer finest quantities for each one of a neighbourhood, the whole model settles more
 * targets for the same time. A shared neighbourhood has one program for many.
 */
const WORTH_IT = 4.6;
const WORTH_SHARING = 2;

/** A target whose range is too narrow, or could not be proven wide within the budget. */
export type NarrowTarget = {
  readonly target: Target;
  /** The exact range over real numbers; null when the budget ran out. */
  readonly range: { readonly low: number; readonly high: number } | null;
  /** Whose bounds make the range what it is. */
  readonly binding: readonly Binding[];
};

export type AuditStatistics = {
  readonly targets: number;
  /** Runs of the solver, and those of them over the whole model. */
  readonly runs: number;
  readonly wholeRuns: number;
  /** Part of the budget that is used up. */
  readonly wholeWork: number;
  readonly regions: number;
};

export type Audit = {
  readonly narrow: readonly NarrowTarget[];
  /** The widest range that was proven for each quantity; the real one contains it. */
  readonly proven: { readonly low: Float64Array; readonly high: Float64Array };
  readonly statistics: AuditStatistics;
};

/**
 * Claim: every target that is not returned as narrow can, for all that the model says, lie anywhere in a range of at
 * least its width and up to its top: two possible states of the whole model were found that show it. What is returned
 * is narrow, or could not be settled within the budget and has to be treated as narrow.
 *
 * States are real numbers (the linear relaxation), so an attacker who also uses that counts are whole can be tighter, by
 * less than one for each bound that takes part.
 *
 * Every state serves all targets. A target is first sought close by, everything else keeping its true value: what is
 * possible there is possible in the whole model. Only the whole model can show that a range is narrow.
 *
 * @param proven ranges that an audit of a model with more facts and the same quantities proved
 */
export function auditRanges(
  attacker: AttackerModel,
  targets: readonly Target[],
  solver: Solver,
  budget: AuditBudget,
  proven: Audit['proven'] | null = null,
): Audit {
  const model = buildFinestModel(attacker);
  const witnesses = createWitnesses(attacker, model, targets, proven);
  const neighbourhood = createNeighbourhoods(model);
  const spent = { runs: 0, wholeRuns: 0, wholeWork: 0, regions: 0 };
  const open = (columns: Int32Array): Region => {
    spent.regions += 1;
    const region = createRegion(model, columns, solver, budget.iterationsPerRun);
    return {
      ...region,
      raise(weights, enough) {
        spent.runs += 1;
        const solution = region.raise(weights, enough);
        if (solution !== null) witnesses.see(columns, solution.values);
        return solution;
      },
    };
  };
  if (budget.neighbourhood * WORTH_IT <= model.finest.length) {
    for (const target of targets) {
      if (witnesses.isSettled(target)) continue;
      const region = open(neighbourhood(model.columnsOf(target.quantity), budget.neighbourhood));
      try {
        seek(target, region, model, witnesses);
      } finally {
        region.dispose();
      }
    }
  }
  if (budget.sharedNeighbourhood * WORTH_SHARING <= model.finest.length) {
    const targetsAt = groupByColumn(model, targets);
    const sought = new Set<Target>();
    for (const target of targets) {
      if (witnesses.isSettled(target) || sought.has(target)) continue;
      const columns = neighbourhood(model.columnsOf(target.quantity), budget.sharedNeighbourhood);
      const isInside = new Set(columns);
      const inside = [target, ...[...columns].flatMap((column) => targetsAt[column] ?? [])];
      const region = open(columns);
      try {
        for (const each of inside) {
          const isWhole = model.columnsOf(each.quantity).every((column) => isInside.has(column));
          if (!isWhole || witnesses.isSettled(each) || sought.has(each)) continue;
          sought.add(each);
          seek(each, region, model, witnesses);
        }
      } finally {
        region.dispose();
      }
    }
  }
  const narrow: NarrowTarget[] = [];
  const left = targets.filter((target) => !witnesses.isSettled(target));
  for (const { columns, asked } of findBlocks(model, left, ({ quantity }) => model.columnsOf(quantity))) {
    const region = open(columns);
    try {
      for (const target of asked) {
        if (witnesses.isSettled(target)) continue;
        const isSpent = spent.wholeWork >= budget.wholeWork;
        const runsBefore = spent.runs;
        const found = isSpent ? unsettled(target) : measure(target, region, model, witnesses);
        spent.wholeRuns += spent.runs - runsBefore;
        spent.wholeWork += (spent.runs - runsBefore) * columns.length;
        if (found !== null) narrow.push(found);
      }
    } finally {
      region.dispose();
    }
  }
  return {
    narrow,
    proven: { low: witnesses.low, high: witnesses.high },
    statistics: { targets: targets.length, ...spent },
  };
}

function unsettled(target: Target): NarrowTarget {
  return { target, range: null, binding: [] };
}

/** Looks for a wide range of a target in a part of the model; what it does not find may be there all the same. */
function seek(target: Target, region: Region, model: FinestModel, witnesses: Witnesses): void {
  region.raise(weigh(target, model, 1), enoughFor(target, witnesses));
  const hasTop = (witnesses.high[target.quantity] ?? 0) >= target.top;
  if (hasTop && !witnesses.isSettled(target)) region.raise(weigh(target, model, -1));
}

/** Raises and lowers one target in all that is connected with it; null when it is settled then. */
function measure(
  target: Target,
  region: Region,
  model: FinestModel,
  witnesses: Witnesses,
): NarrowTarget | null {
  const raised = region.raise(weigh(target, model, 1), enoughFor(target, witnesses));
  if (witnesses.isSettled(target)) return null;
  const bindingAbove = raised?.binding() ?? [];
  const lowered = region.raise(weigh(target, model, -1));
  if (witnesses.isSettled(target)) return null;
  if (raised === null || lowered === null) return unsettled(target);
  const binding = [...bindingAbove, ...lowered.binding()];
  const range = {
    low: witnesses.low[target.quantity] ?? 0,
    high: witnesses.high[target.quantity] ?? 0,
  };
  return { target, range, binding };
}

function weigh(target: Target, model: FinestModel, weight: number): ReadonlyMap<number, number> {
  return new Map([...model.columnsOf(target.quantity)].map((column) => [column, weight]));
}

/** Where a target that is raised is settled. */
function enoughFor({ quantity, width, top }: Target, witnesses: Witnesses): number {
  return Math.max(top, (witnesses.low[quantity] ?? 0) + width);
}

/** Targets by their first column. */
function groupByColumn(model: FinestModel, targets: readonly Target[]): readonly (readonly Target[])[] {
  const found: Target[][] = Array.from({ length: model.finest.length }, () => []);
  for (const target of targets) found[model.columnsOf(target.quantity)[0] ?? -1]?.push(target);
  return found;
}
