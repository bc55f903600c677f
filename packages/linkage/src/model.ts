import type { Attribute, KnownLevel } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { acrossFiles, type Chances, outcomeChances } from './chance.ts';
import { contradicts } from './contradiction.ts';
import { DIFFERS, MISSING, outcomesOf, type PatternCount, SCORED } from './pattern.ts';

/** All pairs of nodes of two series (or inside one). */
export type PairType = {
  readonly pairType: number;
  readonly left: number;
  readonly right: number;
  readonly possiblePairs: number;
};

export type SeriesFigures = { readonly nodes: number; readonly chances: Chances };

export type ModelInput = {
  readonly counts: readonly PatternCount[];
  readonly pairTypes: readonly PairType[];
  readonly series: readonly SeriesFigures[];
  readonly isUsed: (level: KnownLevel) => boolean;
};

export type Estimates = {
  readonly iterations: number;
  readonly isConverged: boolean;
  /** Expected number of pairs of one person, by pair type. */
  readonly expectedLinks: ReadonlyMap<number, number>;
  /** Probability of each outcome for one person (index 0 is a difference), by attribute. */
  readonly samePerson: Readonly<Record<string, readonly number[]>>;
  readonly sameHousehold: Readonly<Record<string, readonly number[]>>;
  /** Natural logarithm of the posterior odds, by index into `counts`. */
  readonly logOdds: readonly number[];
};

const MAX_ITERATIONS = 200;
const TOLERANCE = 1e-5;

/** Pairs' worth of belief in the starting values: keeps a run with few links from fitting its own noise. */
const PRIOR_PAIRS = 20;

/** Share of a level family: where two records of one person do not agree exactly, and how often they differ. */
const START_EXACT = 0.85;
const START_DIFFERS = 0.06;

/** Share of pairs in one household that are twins, or siblings whose birth date was copied. */
const TWIN_SHARE = 0.01;
/** Share of pairs in one household of which one works, or is filed, under the other's SSN. */
const SHARED_SSN = 0.002;

/** How much rarer than average a combination is that nobody else bears. */
const RARE = 0.3;

/** Log odds of a pair that is refused whatever its weights. */
const REFUSED = -30;

/** What a household has in common; everything else is as in the population. */
const OF_HOUSEHOLD = new Set<Attribute>(['surname', 'street', 'city', 'zip', 'phone', 'email']);

type Distribution = number[];
type Row = { readonly slots: Int8Array; readonly pairType: PairType; readonly count: PatternCount };

/** Outcome to index: 0 is a difference, then levels; -1 is nothing to compare. */
function slotOf(outcome: number): number {
  if (outcome === MISSING) return -1;
  return outcome === DIFFERS ? 0 : outcome;
}

function startingValues(attribute: Attribute, isUsed: (level: KnownLevel) => boolean): Distribution {
  const levels: readonly KnownLevel[] = LEVELS[attribute];
  const used = levels.map(isUsed);
  const strongest = used.indexOf(true);
  const others = used.filter(Boolean).length - 1;
  const rest = 1 - START_EXACT - START_DIFFERS;
  return [
    others > 0 ? START_DIFFERS : START_DIFFERS + rest,
    ...used.map((isLevelUsed, index) => {
      if (!isLevelUsed) return 0;
      return index === strongest ? START_EXACT : rest / others;
    }),
  ];
}

function householdStart(attribute: Attribute, isUsed: (level: KnownLevel) => boolean): Distribution {
  const start = startingValues(attribute, isUsed);
  return start.map((value, index) => (index === 0 ? 0.3 : (value * 0.7) / (1 - (start[0] ?? 0))));
}

function at(values: readonly number[] | undefined, index: number): number {
  return values?.[index] ?? 0;
}

/**
 * Fits three kinds of pair to the pattern counts by expectation maximisation: one person, two people of one
 * household, two people at random (Fellegi-Sunter with a household class in place of the independence that
 * surname and address lack). Attributes are taken as independent inside each kind; missing ones carry no
 * evidence. For two people at random the probabilities come from the contributors' own files and stay fixed,
 * so pairs outside the candidates need no look: they are all of that kind.
 */
export function estimate({ counts, pairTypes, series, isUsed }: ModelInput): Estimates {
  const typeOf = new Map(pairTypes.map((type) => [type.pairType, type]));
  const rows: Row[] = counts.map((count) => {
    const pairType = typeOf.get(count.pairType);
    if (pairType === undefined) throw new RangeError(`unknown pair type ${count.pairType}`);
    return { slots: Int8Array.from(outcomesOf(count.pattern), slotOf), pairType, count };
  });
  const match: Distribution[] = SCORED.map((attribute) => startingValues(attribute, isUsed));
  const matchPrior = match.map((values) => [...values]);
  const household: Distribution[] = SCORED.map((attribute) => householdStart(attribute, isUsed));
  const householdPrior = household.map((values) => [...values]);
  const share = new Map<number, { match: number; household: number }>();
  for (const type of pairTypes) {
    const [left, right] = [series[type.left]?.nodes ?? 0, series[type.right]?.nodes ?? 0];
    const expected = 0.3 * Math.min(left, right);
    const rate = Math.min(0.1, expected / Math.max(1, type.possiblePairs));
    share.set(type.pairType, { match: rate, household: rate });
  }

  const repeatsOf = (index: number): number => {
    const type = pairTypes.find(({ left, right }) => left === index && right === index);
    return type === undefined ? 0 : Math.min(0.5, share.get(type.pairType)?.match ?? 0);
  };
  const randomOf = (type: PairType): Distribution[] =>
    SCORED.map((attribute, index) => {
      const repeats = Math.sqrt(repeatsOf(type.left) * repeatsOf(type.right));
      const levels: readonly KnownLevel[] = LEVELS[attribute];
      const cumulative = (level: KnownLevel) => {
        let sum = 0;
        for (let slot = 1; slot <= levels.indexOf(level) + 1; slot += 1) sum += at(match[index], slot);
        return sum;
      };
      return [
        ...outcomeChances(
          attribute,
          (level) => acrossFiles(series[type.left]?.chances ?? {}, series[type.right]?.chances ?? {}, level),
          isUsed,
          repeats,
          cumulative,
        ),
      ];
    });

  const surnameAt = SCORED.indexOf('surname');
  const givenAt = SCORED.indexOf('given');
  const birthAt = SCORED.indexOf('birthDate');
  const ssnAt = SCORED.indexOf('ssn');
  const posterior = new Float64Array(rows.length);
  const householdPosterior = new Float64Array(rows.length);
  const logOdds = new Float64Array(rows.length);

  const nodes = series.reduce((sum, figures) => sum + figures.nodes, 0);
  let iterations = 0;
  let isConverged = false;
  while (iterations < MAX_ITERATIONS && !isConverged) {
    iterations += 1;
    const random = new Map(pairTypes.map((type) => [type.pairType, randomOf(type)]));
    const matched = match.map((values) => values.map(() => 0));
    const housed = household.map((values) => values.map(() => 0));
    const totals = new Map(pairTypes.map(({ pairType }) => [pairType, { match: 0, household: 0 }]));
    let links = 0;
    for (const [index, { count }] of rows.entries()) links += (posterior[index] ?? 0) * count.pairs;
    const own = 1 + (2 * links) / nodes;
    for (const [index, { slots, pairType, count }] of rows.entries()) {
      const chances = random.get(pairType.pairType);
      const rates = share.get(pairType.pairType);
      const total = totals.get(pairType.pairType);
      if (chances === undefined || rates === undefined || total === undefined) continue;
      let logMatch = Math.log(rates.match);
      let logHousehold = Math.log(rates.household);
      let logRandom = Math.log(1 - rates.match - rates.household);
      for (let k = 0; k < slots.length; k += 1) {
        const slot = slots[k] ?? -1;
        if (slot < 0) continue;
        const chance = at(chances[k], slot);
        logMatch += Math.log(at(match[k], slot));
        logRandom += Math.log(chance);
        const attribute = SCORED[k];
        if (attribute !== undefined && OF_HOUSEHOLD.has(attribute)) {
          logHousehold += Math.log(at(household[k], slot));
        } else if (k === birthAt) {
          logHousehold += Math.log((1 - TWIN_SHARE) * chance + (slot === 1 || slot === 2 ? TWIN_SHARE : 0));
        } else if (k === ssnAt) {
          logHousehold += Math.log((1 - SHARED_SSN) * chance + (slot === 1 ? SHARED_SSN : 0));
        } else {
          logHousehold += Math.log(chance);
        }
      }
      if (count.nameBucket >= 0) {
        const agreeing = [surnameAt, givenAt, birthAt].filter((k) => (slots[k] ?? 0) > 0).slice(0, 2);
        const average = agreeing.reduce((product, k) => product * at(chances[k], slots[k] ?? 0), 1);
        const bearers = 2 ** ((count.nameBucket + 0.5) / 2);
        const particular = Math.max(average * RARE, (bearers - 2 * own) / nodes);
        logRandom += Math.log(particular / average);
      }
      const highest = Math.max(logMatch, logHousehold, logRandom);
      const other = Math.exp(logHousehold - highest) + Math.exp(logRandom - highest);
      const all = Math.exp(logMatch - highest) + other;
      const p = Math.exp(logMatch - highest) / all;
      const h = Math.exp(logHousehold - highest) / all;
      posterior[index] = p;
      householdPosterior[index] = h;
      logOdds[index] = logMatch - highest - Math.log(other);
      if (contradicts(count.pattern)) {
        logOdds[index] = REFUSED;
        posterior[index] = 0;
        continue;
      }
      total.match += p * count.pairs;
      total.household += h * count.pairs;
      for (let k = 0; k < slots.length; k += 1) {
        const slot = slots[k] ?? -1;
        if (slot < 0) continue;
        const [m, o] = [matched[k], housed[k]];
        if (m !== undefined) m[slot] = (m[slot] ?? 0) + p * count.pairs;
        if (o !== undefined) o[slot] = (o[slot] ?? 0) + h * count.pairs;
      }
    }
    let change = 0;
    for (const [k, values] of match.entries()) {
      change = Math.max(change, refit(values, matched[k] ?? [], matchPrior[k] ?? []));
      refit(household[k] ?? [], housed[k] ?? [], householdPrior[k] ?? []);
    }
    for (const { pairType, possiblePairs } of pairTypes) {
      const total = totals.get(pairType) ?? { match: 0, household: 0 };
      share.set(pairType, {
        match: Math.min(0.4, (total.match + 0.5) / (possiblePairs + 1)),
        household: Math.min(0.4, (total.household + 0.5) / (possiblePairs + 1)),
      });
    }
    isConverged = change < TOLERANCE;
  }
  const named = (distributions: readonly Distribution[]) =>
    Object.fromEntries(SCORED.map((attribute, k) => [attribute, distributions[k] ?? []]));
  const expectedLinks = new Map(pairTypes.map(({ pairType }) => [pairType, 0]));
  for (const [index, { count }] of rows.entries()) {
    expectedLinks.set(
      count.pairType,
      (expectedLinks.get(count.pairType) ?? 0) + (posterior[index] ?? 0) * count.pairs,
    );
  }
  return {
    iterations,
    isConverged,
    expectedLinks,
    samePerson: named(match),
    sameHousehold: named(household),
    logOdds: [...logOdds],
  };
}

/** Maximisation step of one distribution, in place; returns the largest change. */
function refit(values: Distribution, counts: readonly number[], prior: readonly number[]): number {
  const sum = counts.reduce((total, value) => total + value, 0) + PRIOR_PAIRS;
  let change = 0;
  for (const [slot, before] of values.entries()) {
    const after = (at(counts, slot) + PRIOR_PAIRS * at(prior, slot)) / sum;
    change = Math.max(change, Math.abs(after - before));
    values[slot] = after;
  }
  return change;
}
