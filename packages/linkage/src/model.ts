import type { Attribute, KnownLevel } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { acrossFiles, type Chances, outcomeChances } from './chance.ts';
import { contradictionOf } from './contradiction.ts';
import { BLOCKS, type EvidenceBlock, groupsOf, independentSlots, slotsOf } from './evidence-block.ts';
import type { PatternCount } from './pattern.ts';
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
};

const MAX_ITERATIONS = 200;
const TOLERANCE = 1e-5;

/** Pairs' worth of belief in the starting values: keeps a run with few links from fitting its own noise. */
const PRIOR_PAIRS = 20;

/** Share of the smaller side of a pair type that is expected to have a partner, before anything is seen. */
const STARTING_COVERAGE = 0.3;

/** Share of pairs in one household that are twins, or siblings whose birth date was copied. */
const TWIN_SHARE = 0.01;
/** Share of pairs in one household of which one works, or is filed, under the other's SSN. */
const SHARED_SSN = 0.002;

/** How much rarer than average a combination is that nobody else bears. */
const RARE = 0.3;

/** Log odds of pairs that are refused whatever their weights. */
export const REFUSED_LOG_ODDS = { household: -30, borrowed_ssn: -60 } as const;

/** What a household has in common; everything else is as in the population. */
const OF_HOUSEHOLD = new Set(['surname', 'phone', 'email', 'address']);

const SWAPPED_LEVELS = ['surname.unordered', 'surname.either'] as const;

type Row = { readonly slots: readonly number[]; readonly type: PairType; readonly count: PatternCount };
type Shares = { match: number; household: number };

/** One kind of pair: the probability of every slot of every block, and what the pairs seen so far add up to. */
type Kind = {
  readonly values: readonly Float64Array[];
  readonly start: readonly Float64Array[];
  readonly sums: readonly Float64Array[];
};

function kindOf(start: readonly Float64Array[]): Kind {
  return {
    start,
    values: start.map((values) => values.slice()),
    sums: start.map((values) => new Float64Array(values.length)),
  };
}

/** Maximisation step of one block, in place; returns the largest change. */
function refit(
  values: Float64Array,
  sums: Float64Array,
  start: Float64Array,
  groups: readonly number[],
): number {
  const totals = new Map<number, number>();
  for (const [slot, group] of groups.entries()) {
    totals.set(group, (totals.get(group) ?? PRIOR_PAIRS) + (sums[slot] ?? 0));
  }
  let change = 0;
  for (const [slot, group] of groups.entries()) {
    const after = ((sums[slot] ?? 0) + PRIOR_PAIRS * (start[slot] ?? 0)) / (totals.get(group) ?? PRIOR_PAIRS);
    change = Math.max(change, Math.abs(after - (values[slot] ?? 0)));
    values[slot] = after;
    sums[slot] = 0;
  }
  return change;
}

/**
 * Two people at random: the address block is not independent inside (a ZIP all but tells the city), so it is
 * measured on the pairs that agree on two of surname, given name and birth date, whatever their address. Never
 * below independence, which those few pairs cannot refute.
 */
function refitRandomAddress(
  independent: Float64Array,
  sums: Float64Array,
  groups: readonly number[],
): Float64Array {
  const fitted = independent.slice();
  refit(fitted, sums, independent, groups);
  const totals = new Map<number, number>();
  for (const [slot, group] of groups.entries()) {
    fitted[slot] = Math.max(fitted[slot] ?? 0, independent[slot] ?? 0);
    totals.set(group, (totals.get(group) ?? 0) + (fitted[slot] ?? 0));
  }
  return fitted.map((value, slot) => value / (totals.get(groups[slot] ?? 0) ?? 1));
}

/**
 * Fits three kinds of pair to the pattern counts by expectation maximisation: one person, two people of one
 * household, two people at random (Fellegi-Sunter with a household class in place of the independence that surname
 * and address lack). Blocks of evidence are taken as independent inside each kind; what is missing carries no
 * evidence. For two people at random the probabilities come from the contributors' own files, so pairs outside
 * the candidates need no look: they are all of that kind.
 */
export function estimate({ counts, pairTypes, series, isUsed }: ModelInput): Estimates {
  const typeOf = new Map(pairTypes.map((type) => [type.pairType, type]));
  const rows: Row[] = counts.map((count) => {
    const type = typeOf.get(count.pairType);
    if (type === undefined) throw new RangeError(`unknown pair type ${count.pairType}`);
    return { slots: slotsOf(count.pattern), type, count };
  });
  const groups = BLOCKS.map(groupsOf);
  const matchStart = BLOCKS.map((block) => independentSlots(block, (name) => samePersonStart(name, isUsed)));
  const householdStart = BLOCKS.map((block) =>
    independentSlots(block, (name) => sameHouseholdStart(name, isUsed)),
  );
  const general = { match: kindOf(matchStart), household: kindOf(householdStart) };
  const bySsn = { match: kindOf(matchStart), household: kindOf(householdStart) };
  const randomSums = BLOCKS.map(({ size }) => new Float64Array(size));
  const shares = new Map<number, Shares>(
    pairTypes.map(({ pairType, left, right, possiblePairs }) => {
      const expected = STARTING_COVERAGE * Math.min(series[left]?.nodes ?? 0, series[right]?.nodes ?? 0);
      const rate = Math.min(0.1, expected / Math.max(1, possiblePairs));
      return [pairType, { match: rate, household: rate }];
    }),
  );
  const nodes = series.reduce((sum, figures) => sum + figures.nodes, 0);
  const at = blockIndex();
  const logOdds = new Float64Array(rows.length);
  let links = STARTING_COVERAGE * nodes * 0.5;
  let iterations = 0;
  let isConverged = false;

  while (iterations < MAX_ITERATIONS && !isConverged) {
    iterations += 1;
    const random = new Map(
      pairTypes.map((type) => [
        type.pairType,
        randomSlots(type, series, isUsed, shares, pairTypes, general.match),
      ]),
    );
    const address = at.address;
    const pooled = random.values().next().value?.[address];
    if (pooled !== undefined && iterations > 1) {
      const fitted = refitRandomAddress(
        pooled,
        randomSums[address] ?? new Float64Array(0),
        groups[address] ?? [],
      );
      for (const slots of random.values()) slots[address] = fitted;
    }
    const totals = new Map<number, Shares>(
      pairTypes.map(({ pairType }) => [pairType, { match: 0, household: 0 }]),
    );
    const own = 1 + (2 * links) / nodes;
    links = 0;
    for (const [index, { slots, type, count }] of rows.entries()) {
      const chances = random.get(type.pairType);
      const { match, household } = type.meetsBySsnOnly ? bySsn : general;
      const share = shares.get(type.pairType);
      const total = totals.get(type.pairType);
      if (chances === undefined || share === undefined || total === undefined) continue;
      let logMatch = Math.log(share.match);
      let logHousehold = Math.log(share.household);
      let logRandom = Math.log(1 - share.match - share.household);
      for (let block = 0; block < slots.length; block += 1) {
        const slot = slots[block] ?? 0;
        if (slot === 0) continue;
        const chance = chances[block]?.[slot] ?? 0;
        logMatch += Math.log(match.values[block]?.[slot] ?? 0);
        logRandom += Math.log(chance);
        logHousehold += Math.log(
          at.ofHousehold[block]
            ? (household.values[block]?.[slot] ?? 0)
            : inHousehold(block, slot, chance, at),
        );
      }
      if (count.nameBucket >= 0) {
        logRandom += Math.log(particularity(slots, chances, count.nameBucket, own, nodes, at));
      }
      const refusal = contradictionOf(count.pattern);
      if (refusal !== null) logMatch = Number.NEGATIVE_INFINITY;
      const highest = Math.max(logMatch, logHousehold, logRandom);
      const [m, h, r] = [logMatch, logHousehold, logRandom].map((log) => Math.exp(log - highest));
      const others = (h ?? 0) + (r ?? 0);
      const all = (m ?? 0) + others;
      logOdds[index] = refusal === null ? logMatch - highest - Math.log(others) : REFUSED_LOG_ODDS[refusal];
      const isSample = count.nameBucket >= 0;
      const [ofMatch, ofHousehold, ofRandom] = [m, h, r].map((value) => ((value ?? 0) / all) * count.pairs);
      total.match += ofMatch ?? 0;
      total.household += ofHousehold ?? 0;
      links += ofMatch ?? 0;
      for (let block = 0; block < slots.length; block += 1) {
        const slot = slots[block] ?? 0;
        if (slot === 0) continue;
        add(match.sums[block], slot, ofMatch ?? 0);
        if (isShared(block, slot, at)) add(household.sums[block], slot, ofHousehold ?? 0);
        if (isSample && (r ?? 0) > 0.95 * all) add(randomSums[block], slot, ofRandom ?? 0);
      }
    }
    let change = 0;
    for (const [block] of BLOCKS.entries()) {
      for (const { match, household } of [general, bySsn]) {
        change = Math.max(change, refitKind(match, block, groups));
        refitKind(household, block, groups);
      }
    }
    for (const { pairType, possiblePairs } of pairTypes) {
      const total = totals.get(pairType) ?? { match: 0, household: 0 };
      shares.set(pairType, {
        match: Math.min(0.4, (total.match + 0.5) / (possiblePairs + 1)),
        household: Math.min(0.4, (total.household + 0.5) / (possiblePairs + 1)),
      });
    }
    isConverged = change < TOLERANCE;
  }
  const named = ({ values }: Kind) =>
    Object.fromEntries(BLOCKS.map(({ name }, block) => [name, [...(values[block] ?? [])]]));
  return {
    iterations,
    isConverged,
    samePerson: named(general.match),
    sameHousehold: named(general.household),
    samePersonBySsn: named(bySsn.match),
    logOdds: [...logOdds],
  };
}

function add(sums: Float64Array | undefined, slot: number, value: number): void {
  if (sums !== undefined) sums[slot] = (sums[slot] ?? 0) + value;
}

function refitKind(
  { values, sums, start }: Kind,
  block: number,
  groups: readonly (readonly number[])[],
): number {
  const [ofBlock, sumsOfBlock, startOfBlock] = [values[block], sums[block], start[block]];
  if (ofBlock === undefined || sumsOfBlock === undefined || startOfBlock === undefined) return 0;
  return refit(ofBlock, sumsOfBlock, startOfBlock, groups[block] ?? []);
}

type BlockIndex = {
  readonly surname: number;
  readonly given: number;
  readonly birthDate: number;
  readonly ssn: number;
  readonly address: number;
  readonly ofHousehold: readonly boolean[];
  /** Slots of the surname block in which surname and given name changed places. */
  readonly swapped: ReadonlySet<number>;
};

function blockIndex(): BlockIndex {
  const of = (name: string) => BLOCKS.findIndex((block) => block.name === name);
  return {
    surname: of('surname'),
    given: of('given'),
    birthDate: of('birthDate'),
    ssn: of('ssn'),
    address: of('address'),
    swapped: new Set(SWAPPED_LEVELS.map((level) => LEVELS.surname.indexOf(level) + 2)),
    ofHousehold: BLOCKS.map(({ name }: EvidenceBlock) => OF_HOUSEHOLD.has(name)),
  };
}

/**
 * Whether a household has this in common. Names that changed places are the full name of one person: two people of
 * one household agree on them by chance only.
 */
function isShared(block: number, slot: number, at: BlockIndex): boolean {
  return at.ofHousehold[block] === true && !(block === at.surname && at.swapped.has(slot));
}

/** What is a person's own is in a household as in the population, but for twins and borrowed SSNs. */
function inHousehold(block: number, slot: number, chance: number, at: BlockIndex): number {
  const isExact = slot === 2 || slot === 3;
  if (block === at.birthDate) return (1 - TWIN_SHARE) * chance + (isExact ? TWIN_SHARE : 0);
  if (block === at.ssn) return (1 - SHARED_SSN) * chance + (slot === 2 ? SHARED_SSN : 0);
  return chance;
}

/**
 * Term frequency: how much likelier two random people agree on this very combination of two of surname, given
 * name and birth date than on an average one. `own` nodes of each person bear it anyway; only more bearers tell of
 * other people.
 */
function particularity(
  slots: readonly number[],
  chances: readonly Float64Array[],
  nameBucket: number,
  own: number,
  nodes: number,
  at: BlockIndex,
): number {
  const average = [at.surname, at.given, at.birthDate]
    .filter((block) => (slots[block] ?? 0) >= 2)
    .slice(0, 2)
    .reduce((product, block) => product * (chances[block]?.[slots[block] ?? 0] ?? 1), 1);
  const bearers = 2 ** ((nameBucket + 0.5) / 2);
  return Math.max(RARE, (bearers - 2 * own) / nodes / average);
}

function randomSlots(
  type: PairType,
  series: readonly SeriesFigures[],
  isUsed: (level: KnownLevel) => boolean,
  shares: ReadonlyMap<number, Shares>,
  pairTypes: readonly PairType[],
  match: Kind,
): Float64Array[] {
  const repeatsOf = (index: number): number => {
    const inside = pairTypes.find(({ left, right }) => left === index && right === index);
    return inside === undefined ? 0 : Math.min(0.5, shares.get(inside.pairType)?.match ?? 0);
  };
  const repeats = Math.sqrt(repeatsOf(type.left) * repeatsOf(type.right));
  const chances = (attribute: Attribute) => {
    const block = BLOCKS.findIndex(({ name }) => name === attribute);
    const levels: readonly KnownLevel[] = LEVELS[attribute];
    const matched = (level: KnownLevel) => {
      if (block < 0) return 0.8;
      let sum = 0;
      for (let slot = 2; slot <= levels.indexOf(level) + 2; slot += 1)
        sum += match.values[block]?.[slot] ?? 0;
      return sum;
    };
    return outcomeChances(
      attribute,
      (level) => acrossFiles(series[type.left]?.chances ?? {}, series[type.right]?.chances ?? {}, level),
      isUsed,
      repeats,
      matched,
    );
  };
  return BLOCKS.map((block) => independentSlots(block, chances));
}
