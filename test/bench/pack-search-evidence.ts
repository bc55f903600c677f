import { type KnownLevel, LEVELS } from '@credlink/tokens';
import { closedBits } from '../../packages/linkage/src/rule-space.ts';
import type { MeasuredSet } from './pack-search-levels.ts';
import { bitsOf, findsOf } from './pack-search-measure.ts';
import { attributeOf, type SearchRule } from './pack-search-space.ts';

const ATTRIBUTE_NAMES: readonly string[] = Object.keys(LEVELS);

/** Bits of the levels that are known to agree when these agree. */
function told(levels: readonly KnownLevel[]): bigint {
  return levels.reduce((bits, level) => bits | closedBits(level), 0n);
}

const LEVEL_ORDER: readonly KnownLevel[] = Object.values(LEVELS).flat();

function isTold(bits: bigint, level: KnownLevel): boolean {
  return (bits & (1n << BigInt(LEVEL_ORDER.indexOf(level)))) !== 0n;
}

/** What is known of the true pairs of a set that the candidates find. */
type Known = {
  readonly set: MeasuredSet;
  /** One byte a pair: whether some candidate finds it. */
  readonly found: Uint8Array;
  /** By level: one byte a pair, whether a candidate tells that it agrees. */
  readonly told: ReadonlyMap<KnownLevel, Uint8Array>;
  /** By attribute and pair: bits of the rarest agreement known. */
  readonly bits: readonly Float64Array[];
};

function knownBy(set: MeasuredSet, candidates: readonly SearchRule[], wanted: Uint8Array): Known {
  const pairs = set.left.length;
  const found = new Uint8Array(pairs);
  const toldOf = new Map(LEVEL_ORDER.map((level) => [level, new Uint8Array(pairs)]));
  const bits = ATTRIBUTE_NAMES.map(() => new Float64Array(pairs));
  for (const rule of candidates) {
    const finds = findsOf(set, rule);
    const mask = told(rule.levels);
    const levels = LEVEL_ORDER.filter((level) => isTold(mask, level));
    for (let pair = 0; pair < pairs; pair += 1) {
      if (finds[pair] !== 1 || wanted[pair] !== 1) continue;
      found[pair] = 1;
      for (const level of levels) {
        const tells = toldOf.get(level);
        if (tells !== undefined) tells[pair] = 1;
        raise(bits, level, pair, bitsOf(level, set.chance));
      }
    }
  }
  return { set, found, told: toldOf, bits };
}

function raise(bits: readonly Float64Array[], level: KnownLevel, pair: number, value: number): number {
  const ofAttribute = bits[ATTRIBUTE_NAMES.indexOf(attributeOf(level))];
  const before = ofAttribute?.[pair] ?? 0;
  if (ofAttribute === undefined || value <= before) return 0;
  ofAttribute[pair] = value;
  return value - before;
}

export type EvidenceChoice = {
  readonly id: string;
  /** Bits of evidence it adds to a linkable pair, on average, sets weighed alike. */
  readonly bits: number;
};

/** Tags of a record that has any, and their bytes. */
export type PricedRule = { readonly rule: SearchRule; readonly tokens: number; readonly bytes: number };

/** Values of a tag of two bytes. */
const TAG_VALUES = 65_536;

/**
 * Whether a tag can tell of a level: two people agree on a tag by chance once in 2^16, and on some of n tags n^2
 * times as often, which must stay below the chance that they agree on the level itself.
 */
function isTellable(level: KnownLevel, tokens: number, { chance }: MeasuredSet): boolean {
  const own = chance.get(level) ?? 0;
  return own === 0 || own * TAG_VALUES > tokens * tokens;
}

/** Bits a pair below which a further rule is not worth two bytes. */
const LEAST_BITS = 0.004;

/**
 * Greedy choice of evidence rules: again and again the one that adds most bits to the pairs that the candidates find, a
 * byte. A rule speaks only where a candidate token tells that one of its attributes agrees, as in the linker.
 *
 */
export function chooseEvidence(
  sets: readonly MeasuredSet[],
  wanted: readonly Uint8Array[],
  candidates: readonly SearchRule[],
  rules: readonly PricedRule[],
  budget: number,
): readonly EvidenceChoice[] {
  const known = sets.map((set, index) => knownBy(set, candidates, wanted[index] ?? new Uint8Array(0)));
  const totals = known.map(({ found }) =>
    Math.max(
      1,
      found.reduce((sum, one) => sum + one, 0),
    ),
  );
  const speaks = rules.map(({ rule }) =>
    known.map(({ set, found, told: tells }) => {
      const finds = findsOf(set, rule);
      const pairs: number[] = [];
      for (let pair = 0; pair < finds.length; pair += 1) {
        if (finds[pair] !== 1 || found[pair] !== 1) continue;
        if (rule.levels.some((level) => tells.get(level)?.[pair] === 1)) pairs.push(pair);
      }
      return Int32Array.from(pairs);
    }),
  );
  const gainOf = (index: number, isTaken: boolean): number =>
    known.reduce((sum, { set, bits }, place) => {
      let gain = 0;
      for (const level of rules[index]?.rule.levels ?? []) {
        if (!isTellable(level, rules[index]?.tokens ?? 0, set)) continue;
        const value = bitsOf(level, set.chance);
        const ofAttribute = bits[ATTRIBUTE_NAMES.indexOf(attributeOf(level))];
        for (const pair of speaks[index]?.[place] ?? []) {
          const more = value - (ofAttribute?.[pair] ?? 0);
          if (more <= 0) continue;
          gain += more;
          if (isTaken && ofAttribute !== undefined) ofAttribute[pair] = value;
        }
      }
      return sum + gain / (totals[place] ?? 1) / sets.length;
    }, 0);
  const left = new Set(rules.keys());
  const choices: EvidenceChoice[] = [];
  let spent = 0;
  for (;;) {
    let best = -1;
    let most = 0;
    for (const index of left) {
      const bytes = rules[index]?.bytes ?? 0;
      if (bytes === 0 || spent + bytes > budget) continue;
      const gain = gainOf(index, false);
      if (gain < LEAST_BITS || gain / bytes <= most) continue;
      best = index;
      most = gain / bytes;
    }
    const chosen = rules[best];
    if (chosen === undefined) return choices;
    left.delete(best);
    spent += chosen.bytes;
    choices.push({ id: chosen.rule.id, bits: gainOf(best, true) });
  }
}
