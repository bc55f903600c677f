import type { Choice } from './pack-search-greedy.ts';
import { type Choosable, chooseGreedily, countBoth, countOf } from './pack-search-greedy.ts';
import type { MeasuredSet } from './pack-search-levels.ts';
import { findsOf, linkablePairs, type RuleFigures } from './pack-search-measure.ts';
import type { SearchRule } from './pack-search-space.ts';

/** Bytes of a candidate token and of an evidence tag. */
export const CANDIDATE_BYTES = 8;
export const TAG_BYTES = 2;

/** Records on either side for which the pairs of two people are reckoned. */
const SCALE = 1_000_000;

/** Pairs of two people that a rule proposes, for each record, between two files of `SCALE` records. */
export function strangersOf(rate: number): number {
  return (rate * SCALE) / 2;
}

/** One stage of the choice of candidate rules: stages follow one another, each with what is left by those before. */
export type Stage = {
  readonly name: string;
  /** Bytes of candidate tokens a record with every attribute, together with the stages before. */
  readonly budget: number;
  /** What proposing one pair of two people costs, in bytes a record: a pair takes as long as so many bytes of tokens. */
  readonly pairPrice: number;
  /** Rules that propose more pairs of two people for each record are not looked at. */
  readonly mostStrangers: number;
  /** Sets that count. */
  readonly isCounted: (set: MeasuredSet) => boolean;
};

/**
 * Term frequency asks how many bear a name, or a name and a birth date, so these three are taken first.
 * A register then gets what pays at once; what only rich files can afford comes after.
 */
export const TERM_FREQUENCY: readonly string[] = [
  'given.root+surname.part',
  'surname.part+birthDate.sorted',
  'given.root+birthDate.sorted',
];

/** A register has addresses: a set without them says nothing of it. */
function hasAddresses({ columns }: MeasuredSet): boolean {
  return (columns.get('zip.five')?.values ?? 0) > 0;
}

export const STAGES: readonly Stage[] = [
  { name: 'register', budget: 200, pairPrice: 10, mostStrangers: 8, isCounted: hasAddresses },
  { name: 'full', budget: 440, pairPrice: 2, mostStrangers: 40, isCounted: () => true },
];

export const WAGE_STAGES: readonly Stage[] = [
  { name: 'wage', budget: 64, pairPrice: 10, mostStrangers: 8, isCounted: () => true },
];

/** A chosen rule with the stage that took it. */
export type Chosen = Choice & { readonly stage: string; readonly bytes: number };

/**
 * Chooses candidate rules stage by stage.
 *
 * @param figures of the rules that may be chosen
 * @param places of the sets in the figures
 */
export function chooseCandidates(
  figures: readonly RuleFigures[],
  sets: readonly MeasuredSet[],
  places: readonly number[],
  wanted: readonly Uint8Array[],
  first: readonly string[],
  stages: readonly Stage[],
): readonly Chosen[] {
  let taken = first;
  const chosen: Chosen[] = [];
  for (const { name, budget, pairPrice, mostStrangers, isCounted } of stages) {
    const counted = sets.filter(isCounted).length;
    const weights = sets.map((set) => (isCounted(set) ? 1 / counted : 0));
    const rules = figures
      .filter(({ rule, rate }) => taken.includes(rule.id) || strangersOf(rate) <= mostStrangers)
      .map(({ rule, tokens, rate, finds }): Choosable => {
        const bytes = CANDIDATE_BYTES * tokens;
        const price = bytes + pairPrice * strangersOf(rate);
        return { id: rule.id, bytes, price, finds: places.flatMap((place) => finds[place] ?? []) };
      });
    const choices = chooseGreedily(rules, wanted, weights, budget, taken);
    for (const choice of choices.slice(chosen.length)) {
      const bytes = rules.find(({ id }) => id === choice.id)?.bytes ?? 0;
      chosen.push({ ...choice, stage: name, bytes });
    }
    taken = choices.map(({ id }) => id);
  }
  return chosen;
}

/** Share of the linkable pairs of a set that some of these rules finds. */
export function recallOf(set: MeasuredSet, rules: readonly SearchRule[]): number {
  const wanted = linkablePairs(set);
  const found = new Uint8Array(wanted.length);
  for (const rule of rules) {
    const finds = findsOf(set, rule);
    for (let pair = 0; pair < found.length; pair += 1) found[pair] = (found[pair] ?? 0) | (finds[pair] ?? 0);
  }
  return countBoth(found, wanted) / Math.max(1, countOf(wanted));
}

/** By rule: wanted pairs that it finds and that no chosen rule other than itself finds. */
export function foundAlone(
  figures: readonly RuleFigures[],
  chosen: readonly string[],
  sets: readonly number[],
  wanted: readonly Uint8Array[],
): ReadonlyMap<string, readonly number[]> {
  const times = sets.map((set, place) => {
    const counts = new Uint16Array(wanted[place]?.length ?? 0);
    for (const { rule, finds } of figures) {
      if (!chosen.includes(rule.id)) continue;
      const found = finds[set];
      for (let pair = 0; pair < counts.length; pair += 1)
        counts[pair] = (counts[pair] ?? 0) + (found?.[pair] ?? 0);
    }
    return counts;
  });
  return new Map(
    figures.map(({ rule, finds }) => {
      const own = chosen.includes(rule.id) ? 1 : 0;
      const alone = sets.map((set, place) => {
        const found = finds[set];
        const pairs = wanted[place] ?? new Uint8Array(0);
        let sum = 0;
        for (let pair = 0; pair < pairs.length; pair += 1) {
          if (pairs[pair] === 1 && found?.[pair] === 1 && times[place]?.[pair] === own) sum += 1;
        }
        return sum;
      });
      return [rule.id, alone];
    }),
  );
}
