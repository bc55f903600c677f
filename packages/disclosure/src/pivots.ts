import { FIRST_PRIME } from './modulus.ts';
import { createAccumulator, type SparseVector } from './sparse-vector.ts';

/** Accepted vectors in echelon form: vector k is 1 at its pivot row and 0 at the pivot rows of vectors before k. */
export type Pivots = {
  /** The part of a vector that the accepted ones leave: 0 exactly when they derive it. */
  readonly reduce: (vector: SparseVector) => SparseVector;
  /** Adds a reduced vector whose entry at `row` is 1. */
  readonly add: (vector: SparseVector, row: number) => void;
};

export function createPivots(rowCount: number): Pivots {
  const vectors: SparseVector[] = [];
  const pivotRows: number[] = [];
  const pivotOfRow = new Int32Array(rowCount).fill(-1);
  const due = createDueList();
  const sum = createAccumulator(rowCount, (row) => {
    const pivot = pivotOfRow[row] ?? -1;
    if (pivot >= 0) due.push(pivot);
  });
  return {
    reduce(vector) {
      sum.add(vector, 1);
      for (let pivot = due.pop(); pivot >= 0; pivot = due.pop()) {
        const factor = sum.valueAt(pivotRows[pivot] ?? 0);
        const known = vectors[pivot];
        if (factor !== 0 && known !== undefined) sum.add(known, FIRST_PRIME - factor);
      }
      return sum.take();
    },
    add(vector, row) {
      pivotOfRow[row] = vectors.length;
      pivotRows.push(row);
      vectors.push(vector);
    },
  };
}

/**
 * Pivots still to be applied, smallest first (a binary heap). A pivot brings in rows of later pivots only, and each
 * row is touched once, so none is due twice.
 */
function createDueList(): { push: (pivot: number) => void; pop: () => number } {
  const heap: number[] = [];
  return {
    push(pivot) {
      let at = heap.length;
      heap.push(pivot);
      while (at > 0) {
        const above = (at - 1) >> 1;
        if ((heap[above] ?? 0) <= pivot) break;
        heap[at] = heap[above] ?? 0;
        at = above;
      }
      heap[at] = pivot;
    },
    pop() {
      const least = heap[0];
      const moved = heap.pop();
      if (least === undefined || moved === undefined) return -1;
      if (heap.length === 0) return least;
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        if (below >= heap.length) break;
        if (below + 1 < heap.length && (heap[below + 1] ?? 0) < (heap[below] ?? 0)) below += 1;
        if ((heap[below] ?? 0) >= moved) break;
        heap[at] = heap[below] ?? 0;
        at = below;
      }
      heap[at] = moved;
      return least;
    },
  };
}
