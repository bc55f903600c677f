import { commonBits, type Encodings, popcounts } from './attack-clk.ts';
import { listsBy, type TokenGraph } from './attack-graph.ts';
import type { Signatures } from './attack-signatures.ts';

/** Dice coefficients from which two records are neighbours. */
const LEAST_DICE = 0.68;
/** Steps of similarity that are told apart: two keys give the same pair coefficients about .01 apart. */
const DICE_STEP = 0.02;
/** Steps of set bits that are told apart. */
const BITS_STEP = 8;
const RULES = Math.ceil((1 - LEAST_DICE) / DICE_STEP) + 2;

/**
 * The similarity graph of encodings in the shape of a token graph: an edge between two similar records is a token that
 * both bear, under a "rule" that is its coefficient; once rounded down and once up, so that noise rarely parts what
 * belongs together.
 */
export function similarityGraph(encodings: Encodings): TokenGraph {
  const { records } = encodings;
  const bits = popcounts(encodings);
  const [record, token, ruleOf]: [number[], number[], number[]] = [[], [], []];
  for (let one = 0; one < records; one++) {
    for (let other = one + 1; other < records; other++) {
      const [mine, theirs] = [bits[one] ?? 0, bits[other] ?? 0];
      if (2 * Math.min(mine, theirs) < LEAST_DICE * (mine + theirs)) continue;
      const dice = (2 * commonBits(encodings, one, encodings, other)) / (mine + theirs);
      if (dice < LEAST_DICE) continue;
      const step = Math.floor((dice - LEAST_DICE) / DICE_STEP - 0.5) + 1;
      for (const rule of [step, step + 1]) {
        record.push(one, other);
        token.push(ruleOf.length, ruleOf.length);
        ruleOf.push(rule);
      }
    }
  }
  const [owners, items] = [Uint32Array.from(record), Uint32Array.from(token)];
  return {
    records,
    tokens: ruleOf.length,
    rules: Array.from({ length: RULES }, (_, rule) => rule),
    ruleOf: Uint16Array.from(ruleOf),
    tokensOf: listsBy(records, owners, items),
    recordsOf: listsBy(ruleOf.length, items, owners),
  };
}

/** How many bits a record has set: that depends on its length, hardly on the key. */
export function popcountSignatures(vault: Encodings, register: Encodings): Signatures {
  const sign = (encodings: Encodings) =>
    Uint32Array.from(popcounts(encodings), (bits) => Math.floor(bits / BITS_STEP));
  return { vault: sign(vault), register: sign(register), distinct: Math.ceil(1024 / BITS_STEP) + 1 };
}
