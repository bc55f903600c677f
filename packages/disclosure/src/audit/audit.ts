import type { Range } from '../interval.ts';
import type { AttackerModel } from './attacker-model.ts';
import { findBlocks } from './blocks.ts';
import { buildFinestModel, type FinestModel } from './finest-model.ts';
import { createNeighbourhoods } from './neighbourhoods.ts';
import type { Question } from './questions.ts';
import { type Binding, createRegion, type Region } from './region.ts';
import type { Solver } from './solver.ts';
import { createStateCheck, type State, stateOf } from './states.ts';
import { createWitnesses, type Weighted } from './witnesses.ts';

/** What an audit may spend. Counted in steps of the solver, not in time, so that the same input gives the same result. */
export type AuditBudget = {
  /** Size of the neighbourhood of each question, in finest quantities. */
  readonly neighbourhood: number;
  /** Size of the larger neighbourhoods, each shared by all questions inside, that come between it and the whole model. */
  readonly sharedNeighbourhood: number;
  /** Steps of one run. */
  readonly iterationsPerRun: number;
  /** Runs of the whole model times its finest quantities, all questions together. */
  readonly wholeWork: number;
  /** Nothing more is asked once so many were answered by what is told; left out, all is asked. */
  readonly mostTold?: number;
};

export const AUDIT_BUDGET: AuditBudget = {
  neighbourhood: 400,
  sharedNeighbourhood: 4000,
  iterationsPerRun: 200_000,
  wholeWork: 160_000_000,
};

/**
 * Measured on linked cubes: with fewer finest quantities for each one of a neighbourhood, the whole model settles more
 * questions for the same time. A shared neighbourhood has one program for many.
 */
const WORTH_IT = 8;
const WORTH_SHARING = 2;

/** A question that what is known answers too closely, or that was not settled within the budget. */
export type Told = {
  /** Place among the questions. */
  readonly question: number;
  /** The exact range over real numbers; null when the budget ran out. */
  readonly range: Range | null;
  /** Whose bounds keep it from going on the way that is gone first, and on the other. */
  readonly bindings: readonly [readonly Binding[], readonly Binding[]];
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
  readonly told: readonly Told[];
  /** The widest range that was proven for each question; the real one contains it. */
  readonly proven: readonly Range[];
  readonly statistics: AuditStatistics;
};

type Asked = Question & Weighted & { readonly place: number };

/**
 * Claim: every question that is not returned as told is open, for all that the model says: possible states of the whole
 * model were found that show it. What is returned is told, or could not be settled within the budget and has to be
 * treated as told.
 *
 * States are real numbers (the linear relaxation), so an attacker who also uses that counts are whole can be tighter, by
 * less than one for each bound that takes part.
 *
 * Every state serves all questions. An answer is first sought close by, everything else keeping its true value: what is
 * possible there is possible in the whole model. Only the whole model can show that something is told.
 *
 * @param states found in models with the same finest quantities: those that are possible here serve again. Adapted: what is
 * found now is added.
 */
export function audit(
  attacker: AttackerModel,
  questions: readonly Question[],
  solver: Solver,
  budget: AuditBudget,
  states: State[] = [],
): Audit {
  const model = buildFinestModel(attacker);
  const all = questions.map((question, place): Asked => ({ ...question, ...weigh(question, model), place }));
  const { ranges, see } = createWitnesses(all, model.finest.length);
  const isPossible = createStateCheck(model);
  for (const state of states) if (isPossible(state)) see(state);
  const spent = { runs: 0, wholeRuns: 0, wholeWork: 0, regions: 0 };
  const rangeOf = ({ place }: Asked): Range => ranges[place] ?? { low: 0, high: 0 };
  const isOpen = (one: Asked) => one.isOpen(rangeOf(one));
  const open = (columns: Int32Array): Region => {
    spent.regions += 1;
    return createRegion(model, columns, solver, budget.iterationsPerRun);
  };
  /** @returns whose bounds keep the sum from going further; null when the solver stopped before the end */
  const push = (one: Asked, way: number, region: Region): (() => readonly Binding[]) | null => {
    spent.runs += 1;
    const weights = [...one.columns].map((column, at) => [column, way * (one.factors[at] ?? 0)] as const);
    const enough = way > 0 ? one.enough(rangeOf(one)) : Number.POSITIVE_INFINITY;
    const solution = region.raise(new Map(weights), enough);
    if (solution === null) return null;
    const state = stateOf(model, region.columns, solution.values);
    if (see(state)) states.push(state);
    return solution.binding;
  };
  /** What is not found in a part of the model may be there all the same. */
  const seek = (one: Asked, region: Region) => {
    push(one, one.way, region);
    if (isOpen(one) && one.hasOtherWay(rangeOf(one))) push(one, -one.way, region);
  };
  const measure = (one: Asked, region: Region): Told | null => {
    const first = push(one, one.way, region);
    if (!isOpen(one)) return null;
    const firstBinding = first?.() ?? [];
    const other = push(one, -one.way, region);
    if (!isOpen(one)) return null;
    if (first === null || other === null) return unsettled(one);
    return { question: one.place, range: { ...rangeOf(one) }, bindings: [firstBinding, other()] };
  };
  const within = (columns: Int32Array, task: (region: Region) => void) => {
    const region = open(columns);
    try {
      task(region);
    } finally {
      region.dispose();
    }
  };
  const neighbourhood = createNeighbourhoods(model);
  if (budget.neighbourhood * WORTH_IT <= model.finest.length) {
    for (const one of all) {
      if (isOpen(one))
        within(neighbourhood(one.columns, budget.neighbourhood), (region) => seek(one, region));
    }
  }
  if (budget.sharedNeighbourhood * WORTH_SHARING <= model.finest.length) {
    const askedAt = groupByColumn(model, all);
    const sought = new Set<Asked>();
    for (const one of all) {
      if (!isOpen(one) || sought.has(one)) continue;
      const columns = neighbourhood(one.columns, budget.sharedNeighbourhood);
      const isInside = new Set(columns);
      const inside = [one, ...[...columns].flatMap((column) => askedAt[column] ?? [])];
      within(columns, (region) => {
        for (const each of inside) {
          const isWhole = each.columns.every((column) => isInside.has(column));
          if (!isWhole || !isOpen(each) || sought.has(each)) continue;
          sought.add(each);
          seek(each, region);
        }
      });
    }
  }
  const told: Told[] = [];
  const isEnough = () => told.length >= (budget.mostTold ?? Number.POSITIVE_INFINITY);
  for (const { columns, asked } of findBlocks(model, all.filter(isOpen), (one) => one.columns)) {
    if (isEnough()) break;
    within(columns, (region) => {
      for (const one of asked) {
        if (!isOpen(one) || isEnough()) continue;
        const before = spent.runs;
        const found = spent.wholeWork >= budget.wholeWork ? unsettled(one) : measure(one, region);
        spent.wholeRuns += spent.runs - before;
        spent.wholeWork += (spent.runs - before) * columns.length;
        if (found !== null) told.push(found);
      }
    });
  }
  return { told, proven: ranges, statistics: { targets: questions.length, ...spent } };
}

function unsettled({ place }: Asked): Told {
  return { question: place, range: null, bindings: [[], []] };
}

function weigh({ plus, minus }: Question, model: FinestModel): Weighted {
  const factors = new Map<number, number>();
  for (const column of model.columnsOf(plus)) factors.set(column, 1);
  for (const column of minus === undefined ? [] : model.columnsOf(minus)) {
    if (factors.has(column)) factors.delete(column);
    else factors.set(column, -1);
  }
  const columns = Int32Array.from(factors.keys()).sort();
  const own = Float64Array.from(columns, (column) => factors.get(column) ?? 0);
  const truth = columns.reduce((sum, column, at) => sum + (own[at] ?? 0) * (model.truth[column] ?? 0), 0);
  return { columns, factors: own, truth };
}

/** What is asked, by its first column. */
function groupByColumn(model: FinestModel, asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const found: Asked[][] = Array.from({ length: model.finest.length }, () => []);
  for (const one of asked) found[one.columns[0] ?? -1]?.push(one);
  return found;
}
