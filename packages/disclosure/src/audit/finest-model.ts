import { createPivots } from '../pivots.ts';
import { createAccumulator, MINUS_ONE, type SparseVector, scaleToOne } from '../sparse-vector.ts';
import type { AttackerModel } from './attacker-model.ts';

/** A linear bound over finest quantities: `low <= sum of factors * columns <= high`, and what the sum really is. */
export type FinestRow = {
  readonly columns: Int32Array;
  readonly factors: Float64Array;
  readonly low: number;
  readonly high: number;
  readonly truth: number;
  /** Whose bounds these are: a quantity's own, a fact's of the model, or nobody's: the sums say so. */
  readonly source: { readonly quantity: number } | { readonly fact: number } | null;
};

/**
 * The attacker's model over the finest quantities alone: all others are sums of them. Every bound becomes a row; where
 * a quantity is a sum in several ways that are not the same finest ones, their equality becomes a row too, unless
 * others imply it.
 */
export type FinestModel = {
  /** Finest quantities in the order of columns. */
  readonly finest: Int32Array;
  readonly truth: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly rows: readonly FinestRow[];
  readonly rowsOf: readonly (readonly number[])[];
  /** The factors of a column in those rows, in the same order. */
  readonly factorsOf: readonly (readonly number[])[];
  /** Columns of a quantity; it is their sum. */
  readonly columnsOf: (quantity: number) => Int32Array;
};

/** @throws {TypeError} when a quantity is a part of itself. */
export function buildFinestModel(model: AttackerModel): FinestModel {
  const sumsOf: number[][] = Array.from({ length: model.truth.length }, () => []);
  model.sums.forEach(({ parent }, sum) => {
    sumsOf[parent]?.push(sum);
  });
  const finest = Int32Array.from(
    [...model.truth.keys()].filter((quantity) => sumsOf[quantity]?.length === 0),
  );
  const columnsOf = expandQuantities(model, sumsOf, finest);
  const rows: FinestRow[] = [];
  const truthOf = (columns: Int32Array, factors: Float64Array) =>
    columns.reduce(
      (sum, column, place) => sum + (factors[place] ?? 0) * (model.truth[finest[column] ?? 0] ?? 0),
      0,
    );
  for (const { columns, factors } of independentLinks(model, sumsOf, columnsOf, finest.length)) {
    rows.push({ columns, factors, low: 0, high: 0, truth: 0, source: null });
  }
  model.facts.forEach(({ parts, factors: given, low, high }, fact) => {
    const sum = new Map<number, number>();
    parts.forEach((part, place) => {
      for (const column of columnsOf(part)) sum.set(column, (sum.get(column) ?? 0) + (given[place] ?? 0));
    });
    const entries = [...sum].filter(([, factor]) => factor !== 0).sort(([a], [b]) => a - b);
    const columns = Int32Array.from(entries, ([column]) => column);
    const factors = Float64Array.from(entries, ([, factor]) => factor);
    rows.push({ columns, factors, low, high, truth: truthOf(columns, factors), source: { fact } });
  });
  model.truth.forEach((truth, quantity) => {
    const low = model.low[quantity] ?? 0;
    const high = model.high[quantity] ?? Number.POSITIVE_INFINITY;
    if (sumsOf[quantity]?.length === 0 || (low <= 0 && high === Number.POSITIVE_INFINITY)) return;
    const columns = columnsOf(quantity);
    const factors = new Float64Array(columns.length).fill(1);
    rows.push({ columns, factors, low, high, truth, source: { quantity } });
  });
  const rowsOf: number[][] = Array.from({ length: finest.length }, () => []);
  const factorsOf: number[][] = Array.from({ length: finest.length }, () => []);
  rows.forEach(({ columns, factors }, row) => {
    columns.forEach((column, at) => {
      rowsOf[column]?.push(row);
      factorsOf[column]?.push(factors[at] ?? 0);
    });
  });
  const at = (values: Float64Array) => Float64Array.from(finest, (quantity) => values[quantity] ?? 0);
  return {
    finest,
    truth: at(model.truth),
    low: at(model.low),
    high: at(model.high),
    rows,
    rowsOf,
    factorsOf,
    columnsOf,
  };
}

function expandQuantities(
  model: AttackerModel,
  sumsOf: readonly (readonly number[])[],
  finest: Int32Array,
): (quantity: number) => Int32Array {
  const known = new Array<Int32Array | null>(model.truth.length);
  finest.forEach((quantity, column) => {
    known[quantity] = Int32Array.of(column);
  });
  const expand = (quantity: number): Int32Array => {
    const before = known[quantity];
    if (before === null) throw new TypeError('a quantity is a part of itself');
    if (before !== undefined) return before;
    known[quantity] = null;
    const { children } = model.sums[sumsOf[quantity]?.[0] ?? -1] ?? { children: [] };
    const columns = Int32Array.from(children.flatMap((child) => [...expand(child)])).sort();
    known[quantity] = columns;
    return columns;
  };
  return expand;
}

type Link = { readonly columns: Int32Array; readonly factors: Float64Array };

/** Equalities between the several ways in which a quantity is a sum, the short ones first, without those that follow. */
function independentLinks(
  model: AttackerModel,
  sumsOf: readonly (readonly number[])[],
  columnsOf: (quantity: number) => Int32Array,
  columnCount: number,
): readonly Link[] {
  const sum = createAccumulator(columnCount);
  const one = (columns: Int32Array): SparseVector => ({
    rows: columns,
    values: new Float64Array(columns.length).fill(1),
  });
  const links: SparseVector[] = [];
  sumsOf.forEach((sums, quantity) => {
    for (const other of sums.slice(1)) {
      sum.add(one(columnsOf(quantity)), 1);
      for (const child of model.sums[other]?.children ?? []) sum.add(one(columnsOf(child)), MINUS_ONE);
      const link = sum.take();
      if (link.rows.length > 0) links.push(link);
    }
  });
  const pivots = createPivots(columnCount);
  return links
    .sort((a, b) => a.rows.length - b.rows.length)
    .filter((link) => {
      const reduced = pivots.reduce(link);
      if (reduced.rows.length === 0) return false;
      pivots.add(scaleToOne(reduced, 0).vector, reduced.rows[0] ?? 0);
      return true;
    })
    .map(({ rows, values }) => ({
      columns: rows,
      factors: values.map((value) => (value === MINUS_ONE ? -1 : value)),
    }));
}
