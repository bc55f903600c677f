import { commonBits, type Encodings } from './attack-clk.ts';
import { coupleRecords } from './attack-coupling.ts';
import {
  blankMatrix,
  leadingEigen,
  type Matrix,
  nearestRotation,
  product,
  rowOf,
  transposed,
} from './attack-matrix.ts';

/** Leading directions of a similarity matrix: of a thousand records, those that two keys show alike. */
const DIRECTIONS = 60;
/** Ranks at which the sorted similarities of a record are read, as shares of the records. */
const RANKS = [
  0, 0.001, 0.002, 0.003, 0.004, 0.005, 0.007, 0.01, 0.014, 0.02, 0.028, 0.04, 0.056, 0.08, 0.11, 0.15, 0.2,
  0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.997,
];
const START_TEMPERATURE = 2;
/** From nearly even to nearly one partner each, in units of the mean similarity of a record with itself. */
const FIRST_TEMPERATURE = 0.3;
const LAST_TEMPERATURE = 0.02;
const COOLING = 0.93;
const BALANCING_ROUNDS = 40;

/**
 * Similarity of records as the mean over encodings of them under several keys: bits in common, less what the two have in
 * common with everybody, in units of a record's mean similarity with itself. That depends little on the key.
 */
export function similarities(encodings: readonly Encodings[]): Matrix {
  const size = encodings[0]?.records ?? 0;
  const matrix = blankMatrix(size, size);
  const { values } = matrix;
  for (const of of encodings) {
    for (let one = 0; one < size; one++) {
      for (let other = 0; other <= one; other++) {
        values[one * size + other] = (values[one * size + other] ?? 0) + commonBits(of, one, of, other);
      }
    }
  }
  for (let one = 0; one < size; one++) {
    for (let other = 0; other < one; other++) {
      values[other * size + one] = values[one * size + other] ?? 0;
    }
  }
  const means = Array.from(
    { length: size },
    (_, row) => rowOf(matrix, row).reduce((a, b) => a + b, 0) / size,
  );
  const mean = means.reduce((a, b) => a + b, 0) / size;
  let own = 0;
  for (let one = 0; one < size; one++) {
    for (let other = 0; other < size; other++) {
      const at = one * size + other;
      values[at] = (values[at] ?? 0) + mean - (means[one] ?? 0) - (means[other] ?? 0);
    }
    own += (values[one * size + one] ?? 0) / size;
  }
  return { ...matrix, values: values.map((value) => value / own) };
}

/** For every record its similarity with itself and its sorted similarities with others, each scaled to spread 1. */
function profiles(similar: Matrix): Matrix {
  const size = similar.rows;
  const profile = blankMatrix(size, RANKS.length + 1);
  for (let record = 0; record < size; record++) {
    const row = rowOf(similar, record);
    const others = row.filter((_, other) => other !== record).sort();
    const read = RANKS.map((rank) => others[others.length - 1 - Math.floor(rank * others.length)] ?? 0);
    rowOf(profile, record).set([...read, row[record] ?? 0]);
  }
  const columns = transposed(profile);
  for (let column = 0; column < columns.rows; column++) {
    const values = rowOf(columns, column);
    const mean = values.reduce((a, b) => a + b, 0) / size;
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / size) || 1;
    values.set(values.map((value) => (value - mean) / spread));
  }
  return transposed(columns);
}

/** Less the squared distance of two records' profiles. */
function profileScores(vault: Matrix, register: Matrix): Matrix {
  const [one, other] = [profiles(vault), profiles(register)];
  const scores = blankMatrix(one.rows, other.rows);
  for (let row = 0; row < one.rows; row++) {
    const [from, to] = [rowOf(one, row), rowOf(scores, row)];
    for (let column = 0; column < other.rows; column++) {
      const against = rowOf(other, column);
      to[column] = -from.reduce((sum, value, place) => sum + (value - (against[place] ?? 0)) ** 2, 0);
    }
  }
  return scores;
}

/** Records as points, the products of which are the similarities. */
function embed(similar: Matrix): Matrix {
  const { values, vectors } = leadingEigen(similar, Math.min(DIRECTIONS, similar.rows));
  for (let row = 0; row < vectors.rows; row++) {
    const root = Math.sqrt(Math.max(0, values[row] ?? 0));
    rowOf(vectors, row).set(rowOf(vectors, row).map((value) => value * root));
  }
  return transposed(vectors);
}

/**
 * Lays the points of a vault over those of a register without a key and without a known person. Started from what
 * sorted similarities tell, a rotation and a soft assignment are found in turns, ever sharper (Wasserstein-Procrustes,
 * Grave et al. 2019, the aligner of published graph matching attacks on encodings).
 *
 * @returns by record of the vault the weight of each record of the register; rows sum to 1
 */
export function alignRecords(vault: Matrix, register: Matrix): Matrix {
  const [one, other] = [embed(vault), embed(register)];
  const turned = transposed(other);
  let coupling = coupleRecords(profileScores(vault, register), START_TEMPERATURE, BALANCING_ROUNDS);
  for (let heat = FIRST_TEMPERATURE; heat > LAST_TEMPERATURE; heat *= COOLING) {
    const rotation = nearestRotation(product(transposed(one), product(coupling, other)));
    coupling = coupleRecords(product(product(one, rotation), turned), heat, BALANCING_ROUNDS);
  }
  return coupling;
}
