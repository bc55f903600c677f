import { FIRST_PRIME, invertModulo, multiplyModulo } from './modulus.ts';
import {
  type Accumulator,
  createAccumulator,
  findRow,
  hashVector,
  isSameVector,
  type SparseVector,
  scaleToOne,
} from './sparse-vector.ts';

/** Two protected vectors whose multiples differ by something that can be derived: first = ratio * second. */
export type Tie = { readonly first: number; readonly second: number; readonly ratio: number };

/**
 * The vectors that must not be derived, kept reduced by all accepted vectors. Vectors that became multiples of one
 * another are kept once: whatever derives one derives the other.
 */
export type GuardedVectors = {
  /** True when accepting this reduced vector would derive a protected one. */
  readonly isMultiple: (vector: SparseVector) => boolean;
  /** How many protected vectors have an entry at the row. */
  readonly countAt: (row: number) => number;
  /** Removes a newly accepted vector, 1 at `row`, from every protected one. */
  readonly eliminate: (pivot: SparseVector, row: number) => void;
  /** The protected vectors that became multiples of one another. */
  readonly ties: () => readonly Tie[];
};

export function createGuardedVectors(vectors: readonly SparseVector[], rowCount: number): GuardedVectors {
  const current: (SparseVector | undefined)[] = vectors.map(() => undefined);
  // The original vector, reduced, is scale * current.
  const scales = new Float64Array(vectors.length);
  const byHash = new Map<number, number>();
  const holders: Set<number>[] = Array.from({ length: rowCount }, () => new Set<number>());
  const ties: Tie[] = [];
  const sum: Accumulator = createAccumulator(rowCount);

  const keep = (index: number, reduced: SparseVector, scaleBefore: number) => {
    if (reduced.rows.length === 0) return;
    const { vector, scale } = scaleToOne(reduced, 0);
    const total = multiplyModulo(scaleBefore, scale, FIRST_PRIME);
    const hash = hashVector(vector);
    const same = byHash.get(hash);
    const twin = same === undefined ? undefined : current[same];
    if (same !== undefined && twin !== undefined && isSameVector(twin, vector)) {
      const ratio = multiplyModulo(total, invertModulo(scales[same] ?? 0, FIRST_PRIME), FIRST_PRIME);
      ties.push({ first: index, second: same, ratio });
      return;
    }
    byHash.set(hash, index);
    current[index] = vector;
    scales[index] = total;
    for (const row of vector.rows) holders[row]?.add(index);
  };
  const forget = (index: number, vector: SparseVector) => {
    const hash = hashVector(vector);
    if (byHash.get(hash) === index) byHash.delete(hash);
    for (const row of vector.rows) holders[row]?.delete(index);
    current[index] = undefined;
  };
  vectors.forEach((vector, index) => {
    keep(index, vector, 1);
  });

  return {
    isMultiple(vector) {
      const scaled = scaleToOne(vector, 0).vector;
      const found = byHash.get(hashVector(scaled));
      const guarded = found === undefined ? undefined : current[found];
      return guarded !== undefined && isSameVector(guarded, scaled);
    },
    countAt: (row) => holders[row]?.size ?? 0,
    eliminate(pivot, row) {
      for (const index of [...(holders[row] ?? [])]) {
        const vector = current[index];
        if (vector === undefined) continue;
        const factor = vector.values[findRow(vector, row)] ?? 0;
        const scale = scales[index] ?? 0;
        forget(index, vector);
        sum.add(vector, 1);
        sum.add(pivot, FIRST_PRIME - factor);
        keep(index, sum.take(), scale);
      }
    },
    ties: () => ties,
  };
}
