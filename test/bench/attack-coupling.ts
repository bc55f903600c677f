import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** How far the shares of the values may be from those wanted when balancing ends. */
const TOLERANCE = 1e-3;

/**
 * Turns scores into a soft assignment: row by row the chance of each value, and every value wanted about as often as its
 * share says (entropic optimal transport; Cuturi 2013). The lower the temperature, the nearer to one value each.
 *
 * @param rounds of balancing; with one, shares are what is expected of a value before its score is known, and no more
 */
export function coupleRecords(
  scores: Matrix,
  shares: Float64Array,
  temperature: number,
  rounds: number,
): Matrix {
  const { rows, columns } = scores;
  const coupling = blankMatrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    const from = rowOf(scores, row);
    const best = from.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    rowOf(coupling, row).set(
      from.map((score, column) => Math.exp((score - best) / temperature) * (shares[column] ?? 0)),
    );
  }
  const held = new Float64Array(columns);
  for (let round = 0; round < rounds; round++) {
    held.fill(0);
    for (let row = 0; row < rows; row++) {
      const chances = rowOf(coupling, row);
      const sum = chances.reduce((total, chance) => total + chance, 0) || 1;
      for (let column = 0; column < columns; column++) {
        const chance = (chances[column] ?? 0) / sum;
        chances[column] = chance;
        held[column] = (held[column] ?? 0) + chance / rows;
      }
    }
    const isBalanced = held.every((sum, column) => Math.abs(sum / (shares[column] ?? 1) - 1) <= TOLERANCE);
    if (round === rounds - 1 || isBalanced) break;
    for (let row = 0; row < rows; row++) {
      const chances = rowOf(coupling, row);
      for (let column = 0; column < columns; column++) {
        chances[column] = ((chances[column] ?? 0) * (shares[column] ?? 0)) / (held[column] || 1);
      }
    }
  }
  return coupling;
}
