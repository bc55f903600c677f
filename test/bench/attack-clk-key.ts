import { CLK_BITS, type Grams } from './attack-clk.ts';
import { type Belief, type Field, gramWeights } from './attack-clk-fields.ts';
import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** What is thought of a key. */
export type KeyGuess = {
  /** By gram the chance of each bit to be one of the gram's. */
  readonly ofGram: Float64Array;
  /** By bit the chance that something else sets it, and what that was thought to be before anything was learnt. */
  readonly stray: Float64Array;
  readonly strayBefore: number;
};

/** A gram counts as if it had been seen this often with bits of no pattern, a bit as if so often set by nothing known. */
const PRIOR_BEARERS = 2;
const STRAY_BEARERS = 20;
const MOST_CERTAIN = 0.995;
const MOST_STRAY = 0.95;
/** No bit is less likely than that to stay unset, or to be set by nothing known. */
export const LEAST_CHANCE = 0.001;

/** Before anything is learnt: every bit as likely as every other. */
export function blankKey({ names }: Grams, stray: number): KeyGuess {
  const ofGram = new Float64Array(names.length * CLK_BITS);
  for (const [gram, { bits }] of names.entries()) {
    ofGram.fill(bits / CLK_BITS, gram * CLK_BITS, (gram + 1) * CLK_BITS);
  }
  return { ofGram, stray: new Float64Array(CLK_BITS).fill(stray), strayBefore: stray };
}

/**
 * What beliefs tell of the key, by expectation and maximisation over a noisy-or: a set bit is put down to the grams that
 * its record is believed to have as they are likely to have set it, an unset one clears them all.
 */
export function learnKey(
  bits: Matrix,
  grams: Grams,
  beliefs: readonly Belief[],
  start: KeyGuess,
  rounds: number,
): KeyGuess {
  const weights = Array.from({ length: bits.rows }, (_, record) => gramWeights(beliefs, record));
  const prior = blankKey(grams, start.strayBefore);
  const ofGram = start.ofGram.slice();
  const stray = start.stray.slice();
  for (let round = 0; round < rounds; round++) {
    const set = new Float64Array(ofGram.length);
    const bearers = new Float64Array(grams.names.length);
    const strayed = new Float64Array(CLK_BITS);
    for (const [record, ofRecord] of weights.entries()) {
      const unset = stray.map((chance) => 1 - chance);
      for (const [gram, weight] of ofRecord) {
        const from = gram * CLK_BITS;
        for (let bit = 0; bit < CLK_BITS; bit++) {
          unset[bit] = (unset[bit] ?? 0) * (1 - weight * (ofGram[from + bit] ?? 0));
        }
      }
      const blame = rowOf(bits, record).map((bit, place) =>
        bit === 0 ? 0 : 1 / Math.max(1e-4, 1 - (unset[place] ?? 0)),
      );
      for (let bit = 0; bit < CLK_BITS; bit++)
        strayed[bit] = (strayed[bit] ?? 0) + (blame[bit] ?? 0) * (stray[bit] ?? 0);
      for (const [gram, weight] of ofRecord) {
        bearers[gram] = (bearers[gram] ?? 0) + weight;
        const from = gram * CLK_BITS;
        for (let bit = 0; bit < CLK_BITS; bit++)
          set[from + bit] = (set[from + bit] ?? 0) + weight * (blame[bit] ?? 0);
      }
    }
    for (let at = 0; at < set.length; at++) {
      const seen = bearers[Math.floor(at / CLK_BITS)] ?? 0;
      const share =
        ((set[at] ?? 0) * (ofGram[at] ?? 0) + PRIOR_BEARERS * (prior.ofGram[at] ?? 0)) /
        (seen + PRIOR_BEARERS);
      ofGram[at] = Math.min(MOST_CERTAIN, share);
    }
    for (let bit = 0; bit < CLK_BITS; bit++) {
      const share =
        ((strayed[bit] ?? 0) + STRAY_BEARERS * (prior.stray[bit] ?? 0)) / (bits.rows + STRAY_BEARERS);
      stray[bit] = Math.min(MOST_STRAY, Math.max(LEAST_CHANCE, share));
    }
  }
  return { ...start, ofGram, stray };
}

/** For each value (row) the chance that it leaves each bit unset. */
export function unsetByValue({ values }: Field, { ofGram }: KeyGuess): Matrix {
  const unset = blankMatrix(values.length, CLK_BITS);
  for (const [value, grams] of values.entries()) {
    const row = rowOf(unset, value).fill(1);
    for (const gram of grams) {
      for (let bit = 0; bit < CLK_BITS; bit++)
        row[bit] = (row[bit] ?? 0) * (1 - (ofGram[gram * CLK_BITS + bit] ?? 0));
    }
    for (let bit = 0; bit < CLK_BITS; bit++) row[bit] = Math.max(LEAST_CHANCE, row[bit] ?? 0);
  }
  return unset;
}
