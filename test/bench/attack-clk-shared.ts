import { CLK_BITS, CLK_WORDS, commonBits, type Encodings, encodeClks, type Grams } from './attack-clk.ts';
import { bitMatrix, bitShares, COMMON_BIT, type Group } from './attack-clk-groups.ts';
import { STRANGER_KEY } from './attack-files.ts';
import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** A value that the register has, and how many of its records have it. */
export type Value = { readonly grams: readonly number[]; readonly bearers: number };

/** Keys of his own under which the insider encodes values, to see what is common to them under any key. */
const OWN_KEYS = Array.from({ length: 8 }, (_, number) => Buffer.concat([STRANGER_KEY, Buffer.of(number)]));

function withoutCommon({ records, words }: Encodings, shares: Float64Array): Encodings {
  const kept = new Uint32Array(CLK_WORDS);
  for (let bit = 0; bit < CLK_BITS; bit++) {
    if ((shares[bit] ?? 0) < COMMON_BIT) kept[bit >>> 5] = (kept[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { records, words: words.map((word, at) => word & (kept[at % CLK_WORDS] ?? 0)) };
}

/** Bits that each two values share under a key of the insider's own, as a mean over several; those of one on the diagonal. */
export function sharedByValues(values: readonly Value[], grams: Grams): Matrix {
  const shared = blankMatrix(values.length, values.length);
  for (const key of OWN_KEYS) {
    const encoded = withoutCommon(
      encodeClks(key, { ...grams, ofRecord: values.map(({ grams: of }) => of) }),
      bitShares(bitMatrix(encodeClks(key, grams))),
    );
    for (let one = 0; one < values.length; one++) {
      const row = rowOf(shared, one);
      for (let other = 0; other < values.length; other++) {
        row[other] = (row[other] ?? 0) + commonBits(encoded, one, encoded, other) / OWN_KEYS.length;
      }
    }
  }
  return shared;
}

/** Bits that the cores of each two groups share; those of one on the diagonal. */
export function sharedByGroups(groups: readonly Group[]): Matrix {
  const shared = blankMatrix(groups.length, groups.length);
  for (const [one, { core }] of groups.entries()) {
    rowOf(shared, one).set(
      groups.map(({ core: other }) => core.reduce((sum, bit, place) => sum + (bit & (other[place] ?? 0)), 0)),
    );
  }
  return shared;
}

/** What two different ones share on average, drawn by their weights. */
export function meanShared(shared: Matrix, weights: readonly number[]): number {
  let [sum, drawn] = [0, 0];
  for (const [one, weight] of weights.entries()) {
    for (const [other, bits] of rowOf(shared, one).entries()) {
      if (other === one) continue;
      const both = weight * (weights[other] ?? 0);
      sum += both * bits;
      drawn += both;
    }
  }
  return drawn === 0 ? 0 : sum / drawn;
}
