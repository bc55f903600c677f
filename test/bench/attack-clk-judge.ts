import { CLK_BITS } from './attack-clk.ts';
import { type Belief, unsetByBelief } from './attack-clk-fields.ts';
import { type KeyGuess, LEAST_CHANCE, unsetByValue } from './attack-clk-key.ts';
import { coupleRecords } from './attack-coupling.ts';
import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** Factors of a product before its logarithm is taken: none of them is under a thousandth. */
const FACTORS = 64;

/** For each record the logarithm of the chance of its bits with each value, others leaving bits unset as said. */
function likelihoods(bits: Matrix, ofValue: Matrix, others: Matrix): Matrix {
  const scores = blankMatrix(bits.rows, ofValue.rows);
  const logarithms = ofValue.values.map(Math.log);
  const base = Float64Array.from({ length: ofValue.rows }, (_, value) =>
    logarithms.subarray(value * CLK_BITS, (value + 1) * CLK_BITS).reduce((sum, one) => sum + one, 0),
  );
  for (let record = 0; record < bits.rows; record++) {
    const set = [...rowOf(bits, record).entries()].filter(([, bit]) => bit === 1).map(([place]) => place);
    const other = Float64Array.from(set, (bit) => rowOf(others, record)[bit] ?? 0);
    const row = rowOf(scores, record);
    for (let value = 0; value < ofValue.rows; value++) {
      const from = value * CLK_BITS;
      let [sum, factor] = [base[value] ?? 0, 1];
      for (let at = 0; at < set.length; at++) {
        const bit = from + (set[at] ?? 0);
        sum -= logarithms[bit] ?? 0;
        factor *= Math.max(LEAST_CHANCE, 1 - (other[at] ?? 0) * (ofValue.values[bit] ?? 0));
        if (at % FACTORS === FACTORS - 1) {
          sum += Math.log(factor);
          factor = 1;
        }
      }
      row[value] = sum + Math.log(factor);
    }
  }
  return scores;
}

/**
 * Logarithms are divided by the temperature, for bits of one gram come and go together; with more than one round, values
 * are wanted in the vault as often as in the register.
 */
export type Judgement = { readonly temperature: number; readonly rounds: number };

/**
 * Beliefs of one field after another, judged by the bits of the vault and by what is believed of the other fields.
 *
 * @param judgementOf by place of a field; null leaves it as it is
 */
export function judgeFields(
  bits: Matrix,
  key: KeyGuess,
  beliefs: readonly Belief[],
  judgementOf: (field: number) => Judgement | null,
): readonly Belief[] {
  const unset = blankMatrix(bits.rows, CLK_BITS);
  for (let record = 0; record < bits.rows; record++) {
    rowOf(unset, record).set(key.stray.map((chance) => 1 - chance));
  }
  const change = (factors: Float64Array, isOut: boolean): void => {
    for (let at = 0; at < factors.length; at++) {
      const factor = factors[at] ?? 1;
      unset.values[at] = (unset.values[at] ?? 0) * (isOut ? 1 / factor : factor);
    }
  };
  const ofValues = beliefs.map(({ field }) => unsetByValue(field, key));
  const explained = beliefs.map((belief, place) => {
    const factors = unsetByBelief(belief, ofValues[place] ?? blankMatrix(0, 0)).values;
    change(factors, false);
    return factors;
  });
  return beliefs.map((belief, place) => {
    const [judgement, before, ofValue] = [judgementOf(place), explained[place], ofValues[place]];
    if (judgement === null || before === undefined || ofValue === undefined) return belief;
    change(before, true);
    const scores = likelihoods(bits, ofValue, unset);
    const { temperature, rounds } = judgement;
    const judged = {
      ...belief,
      chances: coupleRecords(scores, belief.field.shares, temperature, rounds),
    };
    change(unsetByBelief(judged, ofValue).values, false);
    return judged;
  });
}
