/** A linear program in the form of the `highs` package: minimise cost within bounds of columns and rows. */
export type LinearProgram = {
  readonly numCols: number;
  readonly numRows: number;
  readonly colCost: Float64Array;
  readonly colLower: Float64Array;
  readonly colUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly matrix: {
    readonly format: 'csr';
    readonly numRows: number;
    readonly numCols: number;
    readonly starts: Int32Array;
    readonly indices: Int32Array;
    readonly values: Float64Array;
  };
};

type Columns = { readonly kind: 'range'; readonly from: number; readonly to: number };

/** A program that stays in the solver's memory until it is disposed of; the next run starts from the last basis. */
export type SolverModel = {
  readonly options: {
    readonly set: (values: Readonly<Record<string, boolean | number | string>>) => unknown;
  };
  readonly changeColsCost: (columns: Columns, costs: Float64Array) => unknown;
  readonly changeColsBounds: (columns: Columns, lower: Float64Array, upper: Float64Array) => unknown;
  /** Has the next run start with every column at its lower bound, wherever the last one ended. */
  readonly setLogicalBasis: () => unknown;
  readonly run: () => { readonly modelStatus: number };
  readonly getSolution: () => {
    readonly colValue: Float64Array;
    readonly colDual: Float64Array;
    readonly rowDual: Float64Array;
  };
  readonly dispose: () => void;
};

/**
 * What the audit needs of a solver; the object that `highs` 1.15 loads to has this shape. Loading it reads a file and is
 * the caller's business, so this package stays pure. Calls are synchronous and take as long as they take: a process that
 * serves anybody runs the audit in a worker.
 */
export type Solver = { readonly createModel: (program: LinearProgram) => SolverModel };

/** `modelStatus` of a program solved to its end (HiGHS `kOptimal`). */
export const SOLVED = 7;
