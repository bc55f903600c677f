import { CLK_BITS, CLK_WORDS, type Encodings, type Grams } from './attack-clk.ts';
import { coupleRecords } from './attack-coupling.ts';
import type { Claim } from './attack-match.ts';
import { blankMatrix, dot, type Matrix, rowOf } from './attack-matrix.ts';

/** A claim that counts in part. */
export type Guess = Claim & { readonly weight: number };

/** What is thought of a key: by gram the chance of each bit to be one of the gram's; last what no gram explains. */
type KeyGuess = { readonly chances: Float64Array; readonly stray: number };

const LEARNING_ROUNDS = 4;
/** A gram counts as if it had been seen this often with bits of no pattern. */
const PRIOR_BEARERS = 1.5;
/** Chance of a bit that no gram explains, and how firmly that is believed. */
const STRAY = 0.01;
const STRAY_BEARERS = 20;
const MOST_CERTAIN = 0.995;
const LEAST_CHANCE = 0.001;
/**
 * Turns of learning and guessing. With fifty known people, fifty of them and fifty more in both files, all are the best
 * guess after one; each further turn adds guesses at people who are not in the register.
 */
const TURNS = 3;
/** Bits of one gram come and go together: logarithms of chances are taken as a tenth of what they seem. */
const TEMPERATURE = 10;
/** For claims: at this one, of a vault half of which is in the register, nearly all claims are right. */
const STRICT_TEMPERATURE = 18;
const BALANCING_ROUNDS = 30;
/** A guess that weighs less is left out. */
const LEAST_WEIGHT = 0.05;

function firstGuess({ names }: Grams): KeyGuess {
  const chances = new Float64Array((names.length + 1) * CLK_BITS);
  for (const [gram, { bits }] of names.entries()) {
    chances.fill(bits / CLK_BITS, gram * CLK_BITS, (gram + 1) * CLK_BITS);
  }
  chances.fill(STRAY, names.length * CLK_BITS);
  return { chances, stray: names.length };
}

/** For each bit the chance that these grams leave it unset. */
function unsetChances({ chances, stray }: KeyGuess, grams: readonly number[]): Float64Array {
  const unset = Float64Array.from(chances.subarray(stray * CLK_BITS), (chance) => 1 - chance);
  for (const gram of grams) {
    const from = gram * CLK_BITS;
    for (let bit = 0; bit < CLK_BITS; bit++) {
      unset[bit] = (unset[bit] ?? 0) * (1 - (chances[from + bit] ?? 0));
    }
  }
  return unset;
}

/** Unset and set bits of every record as 0 and 1. */
function bitMatrix({ records, words }: Encodings): Matrix {
  const bits = blankMatrix(records, CLK_BITS);
  for (let record = 0; record < records; record++) {
    const row = rowOf(bits, record);
    for (let bit = 0; bit < CLK_BITS; bit++) {
      row[bit] = ((words[record * CLK_WORDS + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1;
    }
  }
  return bits;
}

/**
 * What claims tell of the key, by expectation and maximisation over a noisy-or: a set bit is put down to the grams of its
 * record as they are likely to have set it, an unset one clears them all.
 */
function learnKey(vault: Matrix, grams: Grams, claims: readonly Guess[]): KeyGuess {
  const prior = firstGuess(grams);
  const guess = { ...prior, chances: prior.chances.slice() };
  for (let round = 0; round < LEARNING_ROUNDS; round++) {
    const set = new Float64Array(prior.chances.length);
    const bearers = new Float64Array(prior.stray + 1);
    for (const { vault: one, register: other, weight: part } of claims) {
      const ofRecord = [...(grams.ofRecord[other] ?? []), prior.stray];
      const unset = unsetChances(guess, grams.ofRecord[other] ?? []);
      const blame = rowOf(vault, one).map((bit, place) =>
        bit === 0 ? 0 : part / Math.max(1e-4, 1 - (unset[place] ?? 0)),
      );
      for (const gram of ofRecord) {
        bearers[gram] = (bearers[gram] ?? 0) + part;
        const from = gram * CLK_BITS;
        for (let bit = 0; bit < CLK_BITS; bit++) {
          set[from + bit] = (set[from + bit] ?? 0) + (blame[bit] ?? 0) * (guess.chances[from + bit] ?? 0);
        }
      }
    }
    for (let at = 0; at < set.length; at++) {
      const gram = Math.floor(at / CLK_BITS);
      const weight = gram === prior.stray ? STRAY_BEARERS : PRIOR_BEARERS;
      const share = ((set[at] ?? 0) + weight * (prior.chances[at] ?? 0)) / ((bearers[gram] ?? 0) + weight);
      guess.chances[at] = Math.min(MOST_CERTAIN, share);
    }
  }
  return guess;
}

/** Logarithms of the chance of the vault's bits (by row), were they of a record of the register (by column). */
function likelihoods(vault: Matrix, grams: Grams, guess: KeyGuess): Matrix {
  const scores = blankMatrix(vault.rows, grams.ofRecord.length);
  for (const [record, ofRecord] of grams.ofRecord.entries()) {
    const unset = unsetChances(guess, ofRecord).map((chance) =>
      Math.min(1 - LEAST_CHANCE, Math.max(LEAST_CHANCE, chance)),
    );
    const weight = unset.map((chance) => Math.log((1 - chance) / chance));
    const base = unset.reduce((sum, chance) => sum + Math.log(chance), 0);
    for (let one = 0; one < vault.rows; one++) {
      scores.values[one * scores.columns + record] = base + dot(weight, rowOf(vault, one));
    }
  }
  return scores;
}

/** The pairs of a coupling that weigh something. */
export function guessesOf(coupling: Matrix): readonly Guess[] {
  return Array.from({ length: coupling.rows }, (_, vault) => vault).flatMap((vault) =>
    [...rowOf(coupling, vault).entries()]
      .filter(([, weight]) => weight >= LEAST_WEIGHT)
      .map(([register, weight]) => ({ vault, register, weight })),
  );
}

/**
 * Turns first guesses of who is who into knowledge of the key's bits, that into better guesses, and so on. Claims what a
 * stricter judgement leaves more likely than all else.
 */
export function claimByLearning(
  encodings: Encodings,
  grams: Grams,
  first: readonly Guess[],
): readonly Claim[] {
  const vault = bitMatrix(encodings);
  let scores = likelihoods(vault, grams, learnKey(vault, grams, first));
  for (let turn = 1; turn < TURNS; turn++) {
    const guesses = guessesOf(coupleRecords(scores, TEMPERATURE, BALANCING_ROUNDS));
    scores = likelihoods(vault, grams, learnKey(vault, grams, guesses));
  }
  return guessesOf(coupleRecords(scores, STRICT_TEMPERATURE, BALANCING_ROUNDS))
    .filter(({ weight }) => weight > 0.5)
    .map(({ vault: one, register }) => ({ vault: one, register }));
}
