import { Random } from '../../packages/sample/src/random.ts';

/** A dense matrix, row after row. */
export type Matrix = { readonly rows: number; readonly columns: number; readonly values: Float64Array };

export function blankMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

export function rowOf({ columns, values }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

export function transposed(matrix: Matrix): Matrix {
  const turned = blankMatrix(matrix.columns, matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    for (const [column, value] of rowOf(matrix, row).entries()) {
      turned.values[column * matrix.rows + row] = value;
    }
  }
  return turned;
}

export function product(left: Matrix, right: Matrix): Matrix {
  const result = blankMatrix(left.rows, right.columns);
  const { columns, values } = right;
  for (let row = 0; row < left.rows; row++) {
    const sums = rowOf(result, row);
    for (let inner = 0; inner < left.columns; inner++) {
      const factor = left.values[row * left.columns + inner] ?? 0;
      if (factor === 0) continue;
      const from = inner * columns;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] ?? 0) + factor * (values[from + column] ?? 0);
      }
    }
  }
  return result;
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place++) sum += (left[place] ?? 0) * (right[place] ?? 0);
  return sum;
}

/** Makes the rows orthonormal, one after the other; twice, for the first pass leaves rounding errors. */
function orthonormalise(rows: Matrix): void {
  for (let pass = 0; pass < 2; pass++) {
    for (let one = 0; one < rows.rows; one++) {
      const row = rowOf(rows, one);
      for (let other = 0; other < one; other++) {
        const before = rowOf(rows, other);
        const share = dot(row, before);
        for (let place = 0; place < row.length; place++) {
          row[place] = (row[place] ?? 0) - share * (before[place] ?? 0);
        }
      }
      const length = Math.sqrt(dot(row, row)) || 1;
      for (let place = 0; place < row.length; place++) row[place] = (row[place] ?? 0) / length;
    }
  }
}

export type Eigen = {
  /** Largest first. */
  readonly values: Float64Array;
  /** One row each. */
  readonly vectors: Matrix;
};

const MOST_SWEEPS = 30;

/** All eigenvalues of a small symmetric matrix (cyclic Jacobi rotations; Golub and Van Loan, section 8.5). */
function symmetricEigen(matrix: Matrix): Eigen {
  const size = matrix.rows;
  const left = { ...matrix, values: matrix.values.slice() };
  const turned = blankMatrix(size, size);
  for (let place = 0; place < size; place++) turned.values[place * size + place] = 1;
  const rotate = (values: Float64Array, from: number, to: number, step: number, c: number, s: number) => {
    for (let place = 0; place < size; place++) {
      const [a, b] = [values[from + place * step] ?? 0, values[to + place * step] ?? 0];
      values[from + place * step] = c * a - s * b;
      values[to + place * step] = s * a + c * b;
    }
  };
  const scale = dot(left.values, left.values);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rest = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const across = left.values[p * size + q] ?? 0;
        rest += across ** 2;
        if (across === 0) continue;
        const gap = (left.values[q * size + q] ?? 0) - (left.values[p * size + p] ?? 0);
        const theta = gap / (2 * across);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(left.values, p, q, size, c, t * c);
        rotate(left.values, p * size, q * size, 1, c, t * c);
        rotate(turned.values, p * size, q * size, 1, c, t * c);
      }
    }
    if (rest <= 1e-18 * scale) break;
  }
  const diagonal = (place: number): number => left.values[place * size + place] ?? 0;
  const order = Array.from({ length: size }, (_, place) => place).sort((a, b) => diagonal(b) - diagonal(a));
  const vectors = blankMatrix(size, size);
  for (const [row, place] of order.entries()) rowOf(vectors, row).set(rowOf(turned, place));
  return { values: Float64Array.from(order, diagonal), vectors };
}

const ITERATIONS = 12;

/** The `count` leading eigenvalues of a large symmetric matrix (subspace iteration: near enough for an embedding). */
export function leadingEigen(matrix: Matrix, count: number): Eigen {
  const random = new Random('subspace');
  let rows = blankMatrix(count, matrix.rows);
  for (let place = 0; place < rows.values.length; place++) rows.values[place] = random.next() - 0.5;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    orthonormalise(rows);
    rows = product(rows, matrix);
  }
  orthonormalise(rows);
  const { values, vectors } = symmetricEigen(product(product(rows, matrix), transposed(rows)));
  return { values, vectors: product(vectors, rows) };
}

/** The rotation nearest to a square matrix: its polar factor, the solution of the orthogonal Procrustes problem. */
export function nearestRotation(matrix: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(product(transposed(matrix), matrix));
  const least = 1e-12 * (values[0] ?? 0) || 1;
  const scaled = blankMatrix(vectors.rows, vectors.columns);
  for (let row = 0; row < vectors.rows; row++) {
    const root = Math.sqrt(Math.max(least, values[row] ?? 0));
    rowOf(scaled, row).set(rowOf(vectors, row).map((value) => value / root));
  }
  return product(matrix, product(transposed(vectors), scaled));
}
