import type { FinestModel, FinestRow } from './finest-model.ts';
import { collectRegionLimits, type Limit } from './region-rows.ts';
import { SOLVED, type Solver } from './solver.ts';

/** A part of the model as a linear program that is kept: its columns move, all others keep their true value. */
export type Region = {
  /** Columns of the finest model, ascending. */
  readonly columns: Int32Array;
  /**
   * Makes the weighted sum of columns as large as can be, or a single column as large as `enough`.
   * @returns values in the order of `columns`; null when the solver stopped before the end
   */
  readonly raise: (weights: ReadonlyMap<number, number>, enough?: number) => Solution | null;
  readonly dispose: () => void;
};

/** `binding`: whose bounds keep the sum from getting larger. */
export type Solution = { readonly values: Float64Array; readonly binding: () => readonly Binding[] };

/** A quantity or a fact of the attacker's model. */
export type Binding = NonNullable<FinestRow['source']>;

function sourcesOf({ low, high }: { readonly low: Limit; readonly high: Limit }): readonly Binding[] {
  return [low, high].flatMap(({ source }) => source ?? []);
}

function isFelt(dual: number | undefined): boolean {
  return Math.abs(dual ?? 0) > 1e-7;
}

/** How far a column may rise: farther than any target asks, so that no program is unbounded. */
const REACH = 100_000;

/** Options measured best for many runs of one program with changing costs (disclosure design 3.4). */
const OPTIONS = { output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 } as const;

/**
 * Each column is two: what it gains and what it loses against the truth. Both start at 0, which is possible, so that the
 * solver has no search for a first possible state. Every run starts there: few columns move for one target, and from
 * where the last run ended those that moved for another target would have to move back first (at 14,648 columns a run
 * takes .06 CPU seconds from the truth and up to 2 from the last state).
 */
export function createRegion(
  model: FinestModel,
  columns: Int32Array,
  solver: Solver,
  iterationLimit: number,
): Region {
  const size = columns.length;
  const placeOf = new Map([...columns].map((column, place) => [column, place]));
  const { rows, low, high } = collectRegionLimits(model, columns);
  const starts = new Int32Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  rows.forEach(({ places, factors }, row) => {
    places.forEach((place, at) => {
      const factor = factors[at] ?? 0;
      indices.push(place, size + place);
      values.push(factor, -factor);
    });
    starts[row + 1] = indices.length;
  });
  const upper = new Float64Array(2 * size);
  columns.forEach((_, place) => {
    upper[place] = Math.min(high[place]?.by ?? 0, REACH);
    upper[size + place] = -(low[place]?.by ?? 0);
  });
  const program = solver.createModel({
    numCols: 2 * size,
    numRows: rows.length,
    colCost: new Float64Array(2 * size),
    colLower: new Float64Array(2 * size),
    colUpper: upper,
    rowLower: Float64Array.from(rows, (row) => row.low.by),
    rowUpper: Float64Array.from(rows, (row) => row.high.by),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: 2 * size,
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  });
  program.options.set({ ...OPTIONS, simplex_iteration_limit: iterationLimit });
  const all = { kind: 'range', from: 0, to: 2 * size - 1 } as const;
  const costs = new Float64Array(2 * size);
  const boundGain = (place: number, most: number) => {
    const gain = Float64Array.of(Math.min(upper[place] ?? 0, Math.max(0, most)));
    program.changeColsBounds({ kind: 'range', from: place, to: place }, Float64Array.of(0), gain);
  };
  return {
    columns,
    raise(weights, enough = Number.POSITIVE_INFINITY) {
      const [column = -1, ...others] = weights.keys();
      const single = others.length > 0 ? undefined : placeOf.get(column);
      if (single !== undefined) boundGain(single, enough - (model.truth[column] ?? 0));
      costs.fill(0);
      for (const [each, weight] of weights) {
        const place = placeOf.get(each);
        if (place === undefined) continue;
        costs[place] = -weight;
        costs[size + place] = weight;
      }
      program.changeColsCost(all, costs);
      program.setLogicalBasis();
      const solution = program.run().modelStatus === SOLVED ? program.getSolution() : null;
      if (single !== undefined) boundGain(single, Number.POSITIVE_INFINITY);
      if (solution === null) return null;
      const { colValue, colDual, rowDual } = solution;
      return {
        values: Float64Array.from(
          columns,
          (each, place) => (model.truth[each] ?? 0) + (colValue[place] ?? 0) - (colValue[size + place] ?? 0),
        ),
        binding: () => [
          ...rows.flatMap((each, row) => (isFelt(rowDual[row]) ? sourcesOf(each) : [])),
          ...low.flatMap((least, place) => {
            const most = high[place];
            const isBound = isFelt(colDual[place]) || isFelt(colDual[size + place]);
            return isBound && most !== undefined ? sourcesOf({ low: least, high: most }) : [];
          }),
        ],
      };
    },
    dispose: () => program.dispose(),
  };
}
