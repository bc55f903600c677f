/**
 * A linear program of whole-number bounds: columns between bounds, rows `least <= sum of value times column <= most`.
 */
export type LinearProgram = {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: readonly LinearRow[];
};

export type LinearRow = {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly least: number;
  readonly most: number;
};

/** A linear form to be made as great as possible. */
export type Objective = { readonly columns: readonly number[]; readonly values: readonly number[] };

export type Solved =
  | { readonly status: 'optimal'; readonly value: number; readonly point: Float64Array }
  | { readonly status: 'infeasible' | 'unbounded' | 'unsolved' };

/** A program that is solved again and again for other objectives, each time from where the last one ended. */
export type ProgramSession = {
  maximise(objective: Objective, options?: { readonly upper?: Float64Array }): Solved;
  close(): void;
};

/** Whoever solves linear programs; told how many seconds one solution may take. */
export type Solver = {
  open(program: LinearProgram, secondsPerSolution: number): ProgramSession;
};
