import { createGuardedVectors, type Tie } from './guarded-vectors.ts';
import { createPivots } from './pivots.ts';
import { type SparseVector, scaleToOne } from './sparse-vector.ts';

export type Elimination = {
  /** Per candidate: accepted, or derivable from accepted ones anyway. */
  readonly isAccepted: readonly boolean[];
  readonly ties: readonly Tie[];
};

/**
 * Claim: after the pass no guarded vector is a linear combination of forced and accepted vectors, except one that the
 * forced vectors alone derive (nothing here can hide what is public).
 *
 * A candidate is refused exactly when its reduced form is a multiple of a reduced guarded vector: then, and only then,
 * accepting it would derive that one. So a refused candidate cannot be derived at the end either.
 *
 * Source: disclosure design 3.3 step 4 (the method of statisticsnorway/ssb-gausssuppression), modulo a prime.
 *
 * @param candidates in order of importance
 */
export function eliminate(
  rowCount: number,
  guarded: readonly SparseVector[],
  forced: readonly SparseVector[],
  candidates: readonly SparseVector[],
): Elimination {
  const pivots = createPivots(rowCount);
  const guards = createGuardedVectors(guarded, rowCount);
  const useOfRow = new Uint32Array(rowCount);
  for (const { rows } of candidates) for (const row of rows) useOfRow[row] = (useOfRow[row] ?? 0) + 1;

  const accept = (reduced: SparseVector) => {
    const place = choosePlace(reduced, guards.countAt, useOfRow);
    const row = reduced.rows[place] ?? 0;
    const { vector } = scaleToOne(reduced, place);
    pivots.add(vector, row);
    guards.eliminate(vector, row);
  };
  for (const vector of forced) {
    const reduced = pivots.reduce(vector);
    if (reduced.rows.length > 0) accept(reduced);
  }
  const isAccepted = candidates.map((candidate) => {
    const reduced = pivots.reduce(candidate);
    if (reduced.rows.length === 0) return true;
    if (guards.isMultiple(reduced)) return false;
    accept(reduced);
    return true;
  });
  return { isAccepted, ties: guards.ties() };
}

/** The row that the fewest guarded vectors hold, then the fewest candidates: the least work later on. */
function choosePlace(
  { rows }: SparseVector,
  guardsAt: (row: number) => number,
  useOfRow: Uint32Array,
): number {
  let best = 0;
  let bestGuards = Number.POSITIVE_INFINITY;
  let bestUse = Number.POSITIVE_INFINITY;
  rows.forEach((row, place) => {
    const guards = guardsAt(row);
    const use = useOfRow[row] ?? 0;
    if (guards < bestGuards || (guards === bestGuards && use < bestUse)) {
      best = place;
      bestGuards = guards;
      bestUse = use;
    }
  });
  return best;
}
