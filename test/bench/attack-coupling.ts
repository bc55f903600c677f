import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** How far the shares of the register's records may be from equal when balancing ends. */
const TOLERANCE = 1e-3;

/**
 * Turns scores of pairs into a soft assignment: row by row the chance of each partner, and every partner wanted about
 * equally often (entropic optimal transport; Cuturi 2013). The lower the temperature, the nearer to one partner each.
 */
export function coupleRecords(scores: Matrix, temperature: number, rounds: number): Matrix {
  const { rows, columns } = scores;
  const coupling = blankMatrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    const from = rowOf(scores, row);
    const best = from.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    rowOf(coupling, row).set(from.map((score) => Math.exp((score - best) / temperature)));
  }
  const wanted = new Float64Array(columns);
  for (let round = 0; round < rounds; round++) {
    wanted.fill(0);
    for (let row = 0; row < rows; row++) {
      const shares = rowOf(coupling, row);
      const sum = shares.reduce((total, share) => total + share, 0) || 1;
      for (let column = 0; column < columns; column++) {
        const share = (shares[column] ?? 0) / sum;
        shares[column] = share;
        wanted[column] = (wanted[column] ?? 0) + share;
      }
    }
    const even = rows / columns;
    if (round === rounds - 1 || wanted.every((sum) => Math.abs(sum - even) <= TOLERANCE * even)) break;
    for (let row = 0; row < rows; row++) {
      const shares = rowOf(coupling, row);
      for (let column = 0; column < columns; column++) {
        shares[column] = ((shares[column] ?? 0) * even) / (wanted[column] || 1);
      }
    }
  }
  return coupling;
}
