import type { KnownLevel } from '@credlink/tokens';
import { type MeasuredSet, randomRate } from './pack-search-levels.ts';
import type { SearchRule } from './pack-search-space.ts';
import { attributeOf } from './pack-search-space.ts';

/** What one rule costs and finds, over the sets that the packs are chosen on. */
export type RuleFigures = {
  readonly rule: SearchRule;
  /** Tokens of a record that has any. */
  readonly tokens: number;
  /** Chance that records of two people share a token. */
  readonly rate: number;
  /** By set: one byte a true pair, 1 where it shares a token. */
  readonly finds: readonly Uint8Array[];
};

/** Records of a set that chances of composites are counted on. */
const SAMPLE = 12_000;
/** Most values a rule keeps of a record: as in the packs. */
const MOST_VALUES = 16;

/** Both levels agree exactly where some composite of them does. */
export function findsOf({ agree, left }: MeasuredSet, { levels }: SearchRule): Uint8Array {
  const found = new Uint8Array(left.length).fill(1);
  for (const level of levels) {
    const ofLevel = agree.get(level);
    for (let pair = 0; pair < found.length; pair += 1)
      found[pair] = (found[pair] ?? 0) & (ofLevel?.[pair] ?? 0);
  }
  return found;
}

function tokensOf(
  { set, columns }: MeasuredSet,
  { levels }: SearchRule,
): { records: number; tokens: number } {
  const begins = levels.map((level) => columns.get(level)?.begin ?? new Int32Array(0));
  let records = 0;
  let tokens = 0;
  for (let record = 0; record < set.records.length; record += 1) {
    let product = 1;
    for (const begin of begins) product *= (begin[record + 1] ?? 0) - (begin[record] ?? 0);
    if (product === 0) continue;
    records += 1;
    tokens += Math.min(product, MOST_VALUES);
  }
  return { records, tokens };
}

function compositeRate({ set, columns }: MeasuredSet, { levels }: SearchRule): number {
  const used = levels.flatMap((level) => columns.get(level) ?? []);
  const sample = { ...set, records: set.records.slice(0, SAMPLE) };
  return randomRate(sample, (record) => {
    let keys: number[] = [0];
    for (const { begin, ids, values } of used) {
      const own = ids.subarray(begin[record] ?? 0, begin[record + 1] ?? 0);
      keys = keys.flatMap((key) => Array.from(own, (id) => key * values + id));
    }
    return keys;
  });
}

/** Chance below which a composite is not counted but taken as the product of its levels' chances. */
const WORTH_COUNTING = 1e-8;

/**
 * The larger of counted and independent chance; of the sets that have all attributes of the rule the geometric mean, for
 * a small town, a country of few given names and a file of one century each have their own common values.
 */
function rateOf(sets: readonly MeasuredSet[], rule: SearchRule): number {
  const rates = sets.flatMap((set) => {
    const chances = rule.levels.map((level) => set.chance.get(level) ?? 0);
    const independent = chances.reduce((product, chance) => product * chance, 1);
    if (chances.includes(0)) return [];
    return [independent < WORTH_COUNTING ? independent : Math.max(independent, compositeRate(set, rule))];
  });
  return rates.length === 0
    ? 0
    : Math.exp(rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length);
}

/** Sets smaller than this say little of chances. */
const LEAST_RECORDS = 4000;

export function measureRule(
  sets: readonly MeasuredSet[],
  rateSets: readonly MeasuredSet[],
  rule: SearchRule,
): RuleFigures {
  const counts = sets.map((set) => tokensOf(set, rule));
  const records = counts.reduce((sum, count) => sum + count.records, 0);
  const tokens = counts.reduce((sum, count) => sum + count.tokens, 0);
  const large = rateSets.filter(({ set }) => set.records.length >= LEAST_RECORDS);
  return {
    rule,
    tokens: records === 0 ? 0 : tokens / records,
    rate: rateOf(large, rule),
    finds: sets.map((set) => findsOf(set, rule)),
  };
}

/** Bits of evidence below which no linker can tell a pair from chance among a million records on either side. */
const LEAST_BITS = 22;

/** Attributes that move together: only the strongest of them counts. */
const TOGETHER: readonly string[] = ['street', 'zip', 'city'];

/**
 * True pairs that could be linked at all: what agrees, level by level the rarest of each attribute, is together rarer
 * than one in 2^22 among records of two people. One byte a pair.
 */
export function linkablePairs({ agree, chance, left }: MeasuredSet): Uint8Array {
  const bits = new Map<string, Float64Array>();
  for (const [level, agrees] of agree) {
    const attribute = attributeOf(level);
    const block = TOGETHER.includes(attribute) ? 'address' : attribute;
    const best = bits.get(block) ?? new Float64Array(left.length);
    bits.set(block, best);
    const own = bitsOf(level, chance);
    for (let pair = 0; pair < left.length; pair += 1) {
      if (agrees[pair] === 1 && own > (best[pair] ?? 0)) best[pair] = own;
    }
  }
  return Uint8Array.from(left, (_, pair) => {
    let sum = 0;
    for (const best of bits.values()) sum += best[pair] ?? 0;
    return sum >= LEAST_BITS ? 1 : 0;
  });
}

/** At most this much is believed of one attribute: small sets cannot show what is rarer. */
const MOST_BITS = 24;

export function bitsOf(level: KnownLevel, chance: ReadonlyMap<KnownLevel, number>): number {
  const value = chance.get(level) ?? 0;
  return value <= 0 ? MOST_BITS : Math.min(MOST_BITS, -Math.log2(value));
}
