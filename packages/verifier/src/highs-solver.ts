import { fault } from '@credlink/contracts';
import loader, { type Highs, type Model } from 'highs';
import type { LinearProgram, Objective, ProgramSession, Solved, Solver } from './linear-program.ts';

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

/** Primal simplex from the last point, without presolve: the next objective keeps that point feasible. */
const SIMPLEX = { presolve: 'off', solver: 'simplex', simplex_strategy: 4 } as const;
/** Without crossover, which would move the point to a corner and takes many times as long. */
const INTERIOR = { presolve: 'on', solver: 'ipm', run_crossover: 'off' } as const;

function openSession(highs: Highs, program: LinearProgram, secondsPerSolution: number): ProgramSession {
  const opened: Model[] = [];
  const method = (options: typeof SIMPLEX | typeof INTERIOR) => {
    let model: Model | null = null;
    let last: readonly number[] = [];
    return (objective: Objective): Solved => {
      if (model === null) {
        model = highs.createModel(formOf(program));
        opened.push(model);
        model.options.set({ output_flag: false, time_limit: secondsPerSolution, ...options });
      }
      for (const column of last) model.changeColCost(column, 0);
      // HiGHS minimises.
      for (const [place, column] of objective.columns.entries()) {
        model.changeColCost(column, -(objective.values[place] ?? 0));
      }
      last = objective.columns;
      return solve(highs, model);
    };
  };
  return {
    maximise: method(SIMPLEX),
    maximiseInside: method(INTERIOR),
    close: () => {
      for (const model of opened) model.dispose();
    },
  };
}

function formOf(program: LinearProgram) {
  return {
    numCols: program.lower.length,
    numRows: program.rows.length,
    colCost: new Float64Array(program.lower.length),
    colLower: program.lower,
    colUpper: program.upper,
    rowLower: Float64Array.from(program.rows, ({ least }) => least),
    rowUpper: Float64Array.from(program.rows, ({ most }) => most),
    matrix: rowMatrix(program),
  };
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
