/**
 * A linear program: columns between bounds, rows `least <= sum of value times column <= most`.
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

/** `infeasible` is a proof that no point satisfies the program; `unsolved` says nothing: time or the method ran out. */
export type Solved =
  | { readonly status: 'optimal'; readonly value: number; readonly point: Float64Array }
  | { readonly status: 'infeasible' | 'unbounded' | 'unsolved' };

/** A program that is solved again and again for other objectives. */
export type ProgramSession = {
  /** By the simplex method, from where the last call of it ended: cheap after the first, in programs of some thousand columns. */
  maximise(objective: Objective): Solved;
  /**
   * By the interior point method, from nothing: some seconds in programs of tens of thousands of columns. Its point is in the
   * middle of all those where the form is greatest, so what takes no part in the form has room on both sides.
   */
  maximiseInside(objective: Objective): Solved;
  close(): void;
};

/** Whoever solves linear programs; told how many seconds one solution may take. */
export type Solver = {
  open(program: LinearProgram, secondsPerSolution: number): ProgramSession;
};
