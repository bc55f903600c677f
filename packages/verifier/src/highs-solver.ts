import { fault } from '@credlink/contracts';
import loader, { type Highs, type Model } from 'highs';
import type { LinearProgram, ProgramSession, Solved, Solver } from './linear-program.ts';

/** HiGHS, compiled to WebAssembly. A session owns memory that only `close` gives back. */
export async function highsSolver(): Promise<Solver> {
  const load: unknown = loader;
  if (!isLoader(load)) throw fault('the solver has another form than expected');
  const highs = await load();
  return { open: (program, secondsPerSolution) => openSession(highs, program, secondsPerSolution) };
}

/** The package declares its types for CommonJS, where the function would be a property. */
function isLoader(value: unknown): value is () => Promise<Highs> {
  return typeof value === 'function';
}

function openSession(highs: Highs, program: LinearProgram, secondsPerSolution: number): ProgramSession {
  const columns = program.lower.length;
  const model = highs.createModel({
    numCols: columns,
    numRows: program.rows.length,
    colCost: new Float64Array(columns),
    colLower: program.lower,
    colUpper: program.upper,
    rowLower: Float64Array.from(program.rows, ({ least }) => least),
    rowUpper: Float64Array.from(program.rows, ({ most }) => most),
    matrix: rowMatrix(program),
  });
  // Primal simplex from the last point, without presolve: the next objective keeps that point feasible.
  model.options.set({
    output_flag: false,
    presolve: 'off',
    solver: 'simplex',
    simplex_strategy: 4,
    time_limit: secondsPerSolution,
  });
  let last: readonly number[] = [];
  return {
    maximise(objective, options = {}) {
      for (const column of last) model.changeColCost(column, 0);
      // HiGHS minimises.
      for (const [place, column] of objective.columns.entries()) {
        model.changeColCost(column, -(objective.values[place] ?? 0));
      }
      last = objective.columns;
      if (options.upper !== undefined) setUpper(model, program.lower, options.upper);
      const solved = solve(highs, model);
      if (options.upper !== undefined) setUpper(model, program.lower, program.upper);
      return solved;
    },
    close: () => model.dispose(),
  };
}

function setUpper(model: Model, lower: Float64Array, upper: Float64Array): void {
  model.changeColsBounds({ kind: 'range', from: 0, to: lower.length - 1 }, lower, upper);
}

function solve(highs: Highs, model: Model): Solved {
  const { modelStatus } = highs.constants;
  model.zeroAllClocks();
  const { modelStatus: status } = model.run();
  switch (status) {
    case modelStatus.optimal:
      return {
        status: 'optimal',
        value: -model.getObjectiveValue(),
        point: model.getSolution().colValue,
      };
    case modelStatus.infeasible:
      return { status: 'infeasible' };
    case modelStatus.unbounded:
      return { status: 'unbounded' };
    default:
      return { status: 'unsolved' };
  }
}

function rowMatrix({ rows, lower }: LinearProgram) {
  const starts = new Int32Array(rows.length + 1);
  for (const [r, row] of rows.entries()) starts[r + 1] = (starts[r] ?? 0) + row.columns.length;
  return {
    format: 'csr' as const,
    numRows: rows.length,
    numCols: lower.length,
    starts,
    indices: Int32Array.from(rows.flatMap((row) => row.columns)),
    values: Float64Array.from(rows.flatMap((row) => row.values)),
  };
}
