import type { KnownLevel } from '@credlink/tokens';
import type { Chances } from './chance.ts';
import { BLOCKS, independentSlots, slotsOf } from './evidence-block.ts';
import { judge, type Kinds, type Shares, type Verdict } from './judge.ts';
import {
  ADDRESS,
  addPairs,
  BIRTH_DATE,
  GIVEN,
  householdsBehind,
  isShared,
  type PairKind,
  pairKind,
  refit,
  SURNAME,
} from './pair-kind.ts';
import type { PatternCount } from './pattern.ts';
import { fitRandomAddress, particularity, randomSlots } from './random-pair.ts';
import { attributeOf } from './rule-space.ts';
import { sameHouseholdStart, samePersonStart } from './starting-values.ts';

/** All pairs of nodes of two series (or inside one). */
export type PairType = {
  readonly pairType: number;
  readonly left: number;
  readonly right: number;
  readonly possiblePairs: number;
  /**
   * Pairs that can meet by their SSN only (wage lines) are a selection: their names always agree somehow. What is
   * learned on them is kept apart from what is learned on all others.
   */
  readonly meetsBySsnOnly: boolean;
  /** Levels of the rules that both series have tokens under: at no other can a pair be seen to agree. */
  readonly levels: ReadonlySet<KnownLevel>;
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
  /** Probability of each slot for one person, by block of evidence (see evidence-block.ts). */
  readonly samePerson: Readonly<Record<string, readonly number[]>>;
  readonly sameHousehold: Readonly<Record<string, readonly number[]>>;
  /** As `samePerson`, for pairs that can meet by their SSN only. */
  readonly samePersonBySsn: Readonly<Record<string, readonly number[]>>;
  /** Natural logarithm of the posterior odds, by index into `counts`. */
  readonly logOdds: readonly number[];
  /** What was fitted to one person and to one household in pairs of this type. */
  readonly kindsOf: (pairType: number) => Kinds;
  /** Judges a pattern by other kinds, and under other shares of one person and one household among the pairs. */
  readonly judgeWith: (count: PatternCount, kinds: Kinds, share: Shares, isLifted: boolean) => Verdict;
  readonly shares: ReadonlyMap<number, Shares>;
};

const MAX_ITERATIONS = 200;
const TOLERANCE = 1e-5;

/** Share of the smaller side of a pair type that is expected to have a partner, before anything is seen. */
const STARTING_COVERAGE = 0.3;

/** Largest share of all pairs that may be one person, or one household. */
const LARGEST_SHARE = 0.4;

/** Posterior from which a pair is surely two people at random. */
const SURELY_RANDOM = 0.95;

/**
 * What a pair of two people counts for, among those that tell how often addresses agree by chance, where it was found by
 * no token of names and birth date alone. Most such pairs were found by their address, so they say too much of shared
 * ones; without them nothing tells of a house with hundreds of residents. Measured: at 1 historical50k loses .03 F1, at
 * 0 a fifth of the wrong links in the test town are neighbours.
 */
const FOUND_OTHERWISE = 0.1;

type Row = { readonly slots: readonly number[]; readonly type: PairType; readonly count: PatternCount };

/** How many of surname, given name and birth date agree at some level. */
function namesInCommon(slots: readonly number[]): number {
  return [SURNAME, GIVEN, BIRTH_DATE].filter((block) => (slots[block] ?? 0) > 1).length;
}

/** Adds pairs of a pattern to what one person is seen to do. */
export function learnMatch(match: PairKind, pattern: number, pairs: number): void {
  for (const [block, slot] of slotsOf(pattern).entries())
    if (slot !== 0) addPairs(match.sums, block, slot, pairs);
}

/**
 * Adds the pairs of a row to the kinds its posteriors say they are.
 *
 * @param household pairs of one household that the row stands for
 */
function learn(
  { slots, count }: Row,
  kinds: Kinds,
  random: readonly Float64Array[],
  verdict: Verdict,
  household: number,
): void {
  const sampled = verdict.random * count.pairs * (count.nameBucket < 0 ? FOUND_OTHERWISE : 1);
  const isSample = namesInCommon(slots) > 1 && verdict.random > SURELY_RANDOM;
  for (let block = 0; block < slots.length; block += 1) {
    const slot = slots[block] ?? 0;
    if (slot === 0) continue;
    addPairs(kinds.match.sums, block, slot, verdict.match * count.pairs);
    if (isShared(block, slot)) addPairs(kinds.household.sums, block, slot, household);
    if (isSample) addPairs(random, block, slot, sampled);
  }
}

function isOfAddress(level: KnownLevel): boolean {
  return BLOCKS[ADDRESS]?.attributes.includes(attributeOf(level)) === true;
}

function startingShares({ pairTypes, series }: ModelInput): Map<number, Shares> {
  return new Map(
    pairTypes.map(({ pairType, left, right, possiblePairs }) => {
      const expected = STARTING_COVERAGE * Math.min(series[left]?.nodes ?? 0, series[right]?.nodes ?? 0);
      const rate = Math.min(0.1, expected / Math.max(1, possiblePairs));
      return [pairType, { match: rate, household: rate }];
    }),
  );
}

/** Slot probabilities of two people at random, by pair type. */
function randomByType(
  { pairTypes, series, isUsed }: ModelInput,
  shares: ReadonlyMap<number, Shares>,
  samePerson: PairKind,
): Map<number, Float64Array[]> {
  const repeatsOf = (index: number): number => {
    const inside = pairTypes.find(({ left, right }) => left === index && right === index);
    return inside === undefined ? 0 : (shares.get(inside.pairType)?.match ?? 0);
  };
  return new Map(
    pairTypes.map(({ pairType, left, right, levels }) => [
      pairType,
      randomSlots(
        series[left]?.chances ?? {},
        series[right]?.chances ?? {},
        // The address is fitted over all pair types.
        (level) => (isOfAddress(level) ? isUsed(level) : levels.has(level)),
        Math.sqrt(repeatsOf(left) * repeatsOf(right)),
        samePerson,
      ),
    ]),
  );
}

/**
 * Fits three kinds of pair to the pattern counts by expectation maximisation: one person, two people of one
 * household, two people at random (Fellegi-Sunter with a household class in place of the independence that surname
 * and address lack). Blocks of evidence are taken as independent inside each kind; what is missing carries no
 * evidence. For two people at random the probabilities come from the contributors' own files, so pairs outside
 * the candidates need no look: they are all of that kind.
 *
 * @throws {RangeError} when a count is of a pair type that is not listed.
 */
export function estimate(input: ModelInput): Estimates {
  const { counts, pairTypes, series, isUsed } = input;
  const typeOf = new Map(pairTypes.map((type) => [type.pairType, type]));
  const typeNamed = (pairType: number): PairType => {
    const type = typeOf.get(pairType);
    if (type === undefined) throw new RangeError(`unknown pair type ${pairType}`);
    return type;
  };
  const rowOf = (count: PatternCount): Row => ({
    slots: slotsOf(count.pattern),
    type: typeNamed(count.pairType),
    count,
  });
  const rows = counts.map(rowOf);
  const matchStart = BLOCKS.map((block) => independentSlots(block, (name) => samePersonStart(name, isUsed)));
  const householdStart = BLOCKS.map((block) =>
    independentSlots(block, (name) => sameHouseholdStart(name, isUsed)),
  );
  const general: Kinds = { match: pairKind(matchStart), household: pairKind(householdStart) };
  const bySsn: Kinds = { match: pairKind(matchStart), household: pairKind(householdStart) };
  const randomSums = BLOCKS.map(({ size }) => new Float64Array(size));
  const nodes = series.reduce((sum, figures) => sum + figures.nodes, 0);
  const shares = startingShares(input);
  const logOdds = new Float64Array(rows.length);
  let links = STARTING_COVERAGE * nodes * 0.5;
  let iterations = 0;
  let isConverged = false;

  let random: ReadonlyMap<number, Float64Array[]> = new Map();
  let own = 1;
  const kindsOf = ({ meetsBySsnOnly }: PairType): Kinds => (meetsBySsnOnly ? bySsn : general);
  const verdictOf = (
    { slots, type, count }: Row,
    kinds: Kinds,
    share: Shares,
    isLifted: boolean,
  ): Verdict => {
    const chances = random.get(type.pairType) ?? [];
    const rarity = count.nameBucket < 0 ? 1 : particularity(slots, chances, count.nameBucket, own, nodes);
    return judge(slots, count, kinds, chances, share, rarity, isLifted);
  };

  while (iterations < MAX_ITERATIONS && !isConverged) {
    iterations += 1;
    random = randomByType(input, shares, general.match);
    const independent = random.values().next().value?.[ADDRESS];
    const sampled = randomSums[ADDRESS];
    if (iterations > 1 && independent !== undefined && sampled !== undefined) {
      const fitted = fitRandomAddress(independent, sampled);
      for (const slots of random.values()) slots[ADDRESS] = fitted;
    }
    own = 1 + (2 * links) / nodes;
    const totals = new Map(pairTypes.map(({ pairType }) => [pairType, { match: 0, household: 0 }]));
    for (const [index, row] of rows.entries()) {
      const { type, count } = row;
      const share = shares.get(type.pairType);
      const total = totals.get(type.pairType);
      if (share === undefined || total === undefined) continue;
      const kinds = kindsOf(type);
      const verdict = verdictOf(row, kinds, share, false);
      const household = verdict.household * count.pairs * householdsBehind(type.meetsBySsnOnly);
      learn(row, kinds, randomSums, verdict, household);
      logOdds[index] = verdict.logOdds;
      total.match += verdict.match * count.pairs;
      total.household += household;
    }
    let change = 0;
    for (const block of BLOCKS.keys()) {
      for (const { match, household } of [general, bySsn]) {
        change = Math.max(change, refit(match, block));
        refit(household, block);
      }
    }
    links = 0;
    for (const { pairType, possiblePairs } of pairTypes) {
      const total = totals.get(pairType) ?? { match: 0, household: 0 };
      links += total.match;
      shares.set(pairType, {
        match: Math.min(LARGEST_SHARE, (total.match + 0.5) / (possiblePairs + 1)),
        household: Math.min(LARGEST_SHARE, (total.household + 0.5) / (possiblePairs + 1)),
      });
    }
    isConverged = change < TOLERANCE;
  }
  const named = ({ values }: PairKind) =>
    Object.fromEntries(BLOCKS.map(({ name }, block) => [name, [...(values[block] ?? [])]]));
  return {
    iterations,
    isConverged,
    samePerson: named(general.match),
    sameHousehold: named(general.household),
    samePersonBySsn: named(bySsn.match),
    logOdds: [...logOdds],
    kindsOf: (pairType) => kindsOf(typeNamed(pairType)),
    judgeWith: (count, kinds, share, isLifted) => verdictOf(rowOf(count), kinds, share, isLifted),
    shares,
  };
}
