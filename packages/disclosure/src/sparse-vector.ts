import { FIRST_PRIME, invertModulo, multiplyModulo } from './modulus.ts';

/** Entries that are not 0, rows ascending, values from 1 to FIRST_PRIME - 1. */
export type SparseVector = { readonly rows: Int32Array; readonly values: Float64Array };

/** Sums multiples of vectors into one sparse vector; reused so that its row-sized buffer is made once. */
export type Accumulator = {
  /** Adds `factor` (0 to FIRST_PRIME - 1) times the vector. */
  readonly add: (vector: SparseVector, factor: number) => void;
  readonly valueAt: (row: number) => number;
  /** The sum so far; leaves the accumulator empty. */
  readonly take: () => SparseVector;
};

export const MINUS_ONE = FIRST_PRIME - 1;

/** @param onTouch called once for each row that gets an entry since the last `take` */
export function createAccumulator(rowCount: number, onTouch: (row: number) => void = () => {}): Accumulator {
  const sums = new Float64Array(rowCount);
  const isTouched = new Uint8Array(rowCount);
  const touched: number[] = [];
  return {
    add({ rows, values }, factor) {
      for (let place = 0; place < rows.length; place += 1) {
        const row = rows[place] ?? 0;
        const sum = (sums[row] ?? 0) + multiplyModulo(values[place] ?? 0, factor, FIRST_PRIME);
        sums[row] = sum >= FIRST_PRIME ? sum - FIRST_PRIME : sum;
        if (isTouched[row] === 0) {
          isTouched[row] = 1;
          touched.push(row);
          onTouch(row);
        }
      }
    },
    valueAt: (row) => sums[row] ?? 0,
    take() {
      const rows = Int32Array.from(touched.filter((row) => sums[row] !== 0)).sort();
      const values = Float64Array.from(rows, (row) => sums[row] ?? 0);
      for (const row of touched) {
        sums[row] = 0;
        isTouched[row] = 0;
      }
      touched.length = 0;
      return { rows, values };
    },
  };
}

/** The vector divided by its entry at `place`, and that entry. */
export function scaleToOne(vector: SparseVector, place: number): { vector: SparseVector; scale: number } {
  const scale = vector.values[place] ?? 0;
  if (scale === 1) return { vector, scale };
  const inverse = invertModulo(scale, FIRST_PRIME);
  const values = vector.values.map((value) => multiplyModulo(value, inverse, FIRST_PRIME));
  return { vector: { rows: vector.rows, values }, scale };
}

export function isSameVector(a: SparseVector, b: SparseVector): boolean {
  if (a.rows.length !== b.rows.length) return false;
  for (let place = 0; place < a.rows.length; place += 1) {
    if (a.rows[place] !== b.rows[place] || a.values[place] !== b.values[place]) return false;
  }
  return true;
}

/** 52 bits that are equal for equal vectors. */
export function hashVector({ rows, values }: SparseVector): number {
  let first = 0x811c9dc5;
  let second = rows.length;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] ?? 0;
    const value = values[place] ?? 0;
    first = Math.imul(first ^ row, 0x01000193) ^ (first >>> 15);
    first = Math.imul(first ^ value, 0x85ebca6b);
    second = Math.imul(second ^ value, 0xc2b2ae35) ^ (second >>> 13);
    second = Math.imul(second ^ row, 0x27d4eb2f);
  }
  return (first >>> 6) * 2 ** 26 + (second >>> 6);
}

/** Place of a row in the vector, or -1. */
export function findRow({ rows }: SparseVector, row: number): number {
  let from = 0;
  let to = rows.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const found = rows[middle] ?? 0;
    if (found === row) return middle;
    if (found < row) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
}
