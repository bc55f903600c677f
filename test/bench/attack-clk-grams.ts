import { bitsIn, CLK_BITS, CLK_WORDS, type Encodings, type Grams, popcounts } from './attack-clk.ts';
import type { Claim } from './attack-match.ts';

/** A gram borne by fewer claimed records is not learned. */
const LEAST_BEARERS = 8;
const MOST_ROUNDS = 6;
/** Share of the predicted bits that a claimed record may lack. */
const MOST_MISSING = 0.06;
/** By how much the second best must be worse. */
const LEAST_MARGIN = 0.02;

/**
 * What claims tell of the key: the bits of a gram are those that most of its bearers have set. Right claims give the
 * same bits every time; wrong ones only blur them.
 */
function learnGrams(
  vault: Encodings,
  grams: Grams,
  claims: readonly Claim[],
): readonly (readonly number[] | null)[] {
  const bearers = new Uint32Array(grams.names.length);
  const set = new Float64Array(grams.names.length * CLK_BITS);
  const share = new Float64Array(CLK_BITS);
  for (const { vault: one, register: other } of claims) {
    for (let bit = 0; bit < CLK_BITS; bit++) {
      if ((((vault.words[one * CLK_WORDS + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 0) continue;
      share[bit] = (share[bit] ?? 0) + 1;
      for (const gram of grams.ofRecord[other] ?? []) {
        const at = gram * CLK_BITS + bit;
        set[at] = (set[at] ?? 0) + 1;
      }
    }
    for (const gram of grams.ofRecord[other] ?? []) bearers[gram] = (bearers[gram] ?? 0) + 1;
  }
  return grams.names.map(({ bits }, gram) => {
    const count = bearers[gram] ?? 0;
    if (count < LEAST_BEARERS) return null;
    const excess = Array.from({ length: CLK_BITS }, (_, bit) => ({
      bit,
      rate: (set[gram * CLK_BITS + bit] ?? 0) / count - 0.25 * ((share[bit] ?? 0) / claims.length),
    }));
    excess.sort((left, right) => right.rate - left.rate || left.bit - right.bit);
    return excess.slice(0, Math.max(1, Math.round(bits * 0.9))).map(({ bit }) => bit);
  });
}

/** Predicts encodings of the register from learned grams, and claims what fits one record of the vault only. */
function claimByGrams(
  vault: Encodings,
  grams: Grams,
  learned: readonly (readonly number[] | null)[],
): readonly Claim[] {
  const registers = grams.ofRecord.length;
  const predicted = new Uint32Array(registers * CLK_WORDS);
  for (const [record, ofRecord] of grams.ofRecord.entries()) {
    for (const gram of ofRecord) {
      for (const bit of learned[gram] ?? []) {
        const at = record * CLK_WORDS + (bit >>> 5);
        predicted[at] = (predicted[at] ?? 0) | (1 << (bit & 31));
      }
    }
  }
  const expected = popcounts({ records: registers, words: predicted });
  const blank = (size: number) => ({
    partner: new Int32Array(size).fill(-1),
    first: new Float64Array(size).fill(2),
    second: new Float64Array(size).fill(2),
  });
  const [forth, back] = [blank(vault.records), blank(registers)];
  const offer = (of: ReturnType<typeof blank>, one: number, other: number, cost: number): void => {
    if (cost < (of.first[one] ?? 2)) {
      of.second[one] = of.first[one] ?? 2;
      of.first[one] = cost;
      of.partner[one] = other;
    } else if (cost < (of.second[one] ?? 2)) of.second[one] = cost;
  };
  for (let other = 0; other < registers; other++) {
    const bits = expected[other] ?? 0;
    if (bits < CLK_BITS / 8) continue;
    for (let one = 0; one < vault.records; one++) {
      let missing = 0;
      for (let word = 0; word < CLK_WORDS; word++) {
        missing += bitsIn(
          (predicted[other * CLK_WORDS + word] ?? 0) & ~(vault.words[one * CLK_WORDS + word] ?? 0),
        );
      }
      const cost = missing / bits;
      offer(forth, one, other, cost);
      offer(back, other, one, cost);
    }
  }
  const claims: Claim[] = [];
  for (let one = 0; one < vault.records; one++) {
    const other = forth.partner[one] ?? -1;
    const cost = forth.first[one] ?? 2;
    if (other < 0 || back.partner[other] !== one || cost > MOST_MISSING) continue;
    const next = Math.min(forth.second[one] ?? 2, back.second[other] ?? 2);
    if (next - cost >= LEAST_MARGIN) claims.push({ vault: one, register: other });
  }
  return claims;
}

/** Turns a first set of claims into knowledge of the key, and that into more claims, while their number grows. */
export function claimFromGrams(vault: Encodings, grams: Grams, first: readonly Claim[]): readonly Claim[] {
  let claims = first;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (claims.length < LEAST_BEARERS) return claims;
    const next = claimByGrams(vault, grams, learnGrams(vault, grams, claims));
    const isWorse = next.length <= claims.length * 1.01;
    if (next.length > claims.length) claims = next;
    if (isWorse) break;
  }
  return claims;
}
