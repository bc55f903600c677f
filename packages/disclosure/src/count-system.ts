import type { LinearFact } from './audit/attacker-model.ts';
import { fewApart } from './carry-facts.ts';
import { type CarriedAt, type FewInCarried, findFewInCarried } from './few-in-carried.ts';
import { findGrowth, type Growth, sumsByParent } from './grown-groups.ts';
import type { EarlierFigure, EarlierGroup, EarlierShare, ProtectInput } from './input.ts';
import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import type { Relation } from './relations.ts';
import { isKept } from './rules/carry.ts';
import { changeOfCount } from './set-changes.ts';
import { meet, realRange, toldThen } from './starting-ranges.ts';
import { readSumsThen } from './sums-then.ts';

/** An earlier figure that a group keeps, and the quantity of the persons it was computed from. */
export type CarriedCount = {
  readonly shown: EarlierFigure;
  readonly quantity: number;
  /** The release that shows it. */
  readonly release: string;
  /** Persons in exactly one of the two groups. */
  readonly apart: number;
};

/** What readers know from other publishers' counts. */
export type ToldElsewhere = {
  /** Groups whose count they publish. */
  readonly counts: ReadonlySet<number>;
  /** Quantities that follow from these alone to the person, and those whose range they alone make narrow. */
  readonly exact: ReadonlySet<number>;
  readonly narrow: ReadonlySet<number>;
  /** What they alone tell of every quantity to a reader who uses that counts are whole; null where there are none. */
  readonly ranges: readonly Range[] | null;
};

/**
 * The counts of this release and of all earlier ones as one system. Quantities are first the groups of the lattice, by
 * index, then groups of earlier releases whose persons were others than they are now, or which had a part less. A group
 * whose set and parts did not change is one quantity in all releases: that nobody is in a part that is new is not taken as
 * known. A sum of an earlier release has the parts that it had then.
 */
export type CountSystem = {
  readonly truth: Float64Array;
  readonly sums: readonly Pick<Relation, 'parent' | 'children'>[];
  /** Sums of earlier releases that were others than they are now, see `readSumsThen`. */
  readonly unreadSums: number;
  /** What earlier releases, and the counts of other publishers, say of each quantity. */
  readonly earlier: readonly Range[];
  /** For each earlier release: the quantity that each group was then. */
  readonly quantitiesThen: readonly ReadonlyMap<number, number>[];
  /** For each earlier release: groups that are new since, as parts of groups that it had. */
  readonly freshSince: readonly ReadonlySet<number>[];
  /** Quantities new inside a carried total, and such totals. */
  readonly fewInCarried: FewInCarried;
  /** Groups that show an earlier figure, by index. */
  readonly carried: ReadonlyMap<number, CarriedCount>;
  /** Quantities that an earlier release hid. */
  readonly hiddenEarlier: ReadonlySet<number>;
  /** Quantities of which an earlier release showed an older figure, of somewhat other persons. */
  readonly behindCarried: ReadonlySet<number>;
  /** Groups of the very persons that the newest release hid: showing them now would show them then. */
  readonly heldBack: ReadonlySet<number>;
  /** What shares of earlier releases say of the quantities they rest on. */
  readonly facts: readonly LinearFact[];
  readonly elsewhere: ToldElsewhere;
};

const UNKNOWN: Range = Object.freeze({ low: 0, high: Number.POSITIVE_INFINITY });

/** @throws {RangeError} for a count of another publisher at an address that the lattice has not */
export function buildCountSystem(
  lattice: Lattice,
  {
    shares,
    earlier,
    elsewhere = [],
    policy,
    restates = false,
  }: Pick<ProtectInput, 'shares' | 'earlier' | 'elsewhere' | 'policy' | 'restates'>,
): CountSystem {
  const truth: number[] = lattice.groups.map(({ n }) => n);
  const known: Range[] = truth.map(() => UNKNOWN);
  const sums: Pick<Relation, 'parent' | 'children'>[] = [...lattice.relations];
  const carried = new Map<number, CarriedCount>();
  const hiddenEarlier = new Set<number>();
  const behindCarried = new Set<number>();
  const heldBack = new Set<number>();
  const quantityOfSet = new Map<string, number>();
  const facts: LinearFact[] = [];
  const shareAt = new Map(shares.map((share) => [share.id, share]));
  const quantitiesThen: ReadonlyMap<number, number>[] = [];
  const growths: Growth[] = [];
  const sumsOf = sumsByParent(lattice);
  const shapes = new Map<string, number>();
  const kept: CarriedAt[] = [];
  const counted = new Set<number>();
  let unreadSums = 0;
  const named = lattice.groupAt;
  for (const release of earlier) {
    const quantityOf = new Map<number, number>();
    const counts = new Map<number, EarlierGroup>();
    for (const cell of release.cells) {
      const group = named(cell.population, cell.key);
      if (group !== undefined) counts.set(group, cell);
    }
    for (const group of counts.keys()) counted.add(group);
    const sizes = new Map([...counts].map(([group, { n }]) => [group, n]));
    const growth = findGrowth(lattice, sumsOf, counted, sizes, shapes);
    const enter = (group: number, { set, n, apart }: EarlierGroup): number => {
      const lacked = growth.grown.get(group) ?? '';
      const name = `${group} ${set} ${lacked}`;
      const isSame = apart === 0 && lacked === '';
      const quantity = isSame ? group : (quantityOfSet.get(name) ?? truth.length);
      if (quantity === truth.length) {
        quantityOfSet.set(name, quantity);
        truth.push(n);
        known.push(UNKNOWN);
      }
      quantityOf.set(group, quantity);
      return quantity;
    };
    for (const share of release.shares) {
      const parts = shareAt.get(share.id);
      const numerator = lattice.groupOfCell.get(parts?.numerator ?? '');
      const denominator = lattice.groupOfCell.get(parts?.denominator ?? '');
      if (numerator === undefined || denominator === undefined) continue;
      const quantities = [enter(numerator, share.numerator), enter(denominator, share.denominator)];
      facts.push(...factsOf(share, policy).map((fact) => ({ parts: quantities, ...fact })));
    }
    for (const cell of release.cells) {
      const group = named(cell.population, cell.key);
      if (group === undefined) continue;
      const quantity = enter(group, cell);
      heldBack.delete(group);
      const { shown, apart, keeps } = cell;
      if (keeps !== undefined) {
        const origin = earlier.findIndex(({ id }) => id === keeps);
        const computed = quantitiesThen[origin]?.get(group);
        const since = growths[origin];
        if (computed === undefined || since === undefined || computed === quantity) continue;
        behindCarried.add(quantity);
        const few = fewBetween(quantity, computed, truth, policy);
        facts.push(...few);
        if (few.length > 0)
          kept.push({ group, since, quantityAt: (each) => quantityOf.get(each), after: growth });
      } else if (shown === null) {
        hiddenEarlier.add(quantity);
        if (apart === 0) heldBack.add(group);
      } else {
        known[quantity] = meet(known[quantity] ?? UNKNOWN, realRange(toldThen(shown)));
        if (isKept(changeOfCount(cell), restates, policy))
          carried.set(group, { shown, quantity, release: release.id, apart });
      }
    }
    const read = readSumsThen(lattice, { quantities: quantityOf, counts }, growth, truth);
    while (known.length < truth.length) known.push(UNKNOWN);
    sums.push(...read.sums);
    unreadSums += read.unread;
    quantitiesThen.push(new Map([...quantityOf, ...read.rests]));
    growths.push(growth);
  }
  for (const [group, { release, apart }] of carried) {
    const since = growths[earlier.findIndex(({ id }) => id === release)];
    if (since !== undefined && apart < policy.counts.minimum)
      kept.push({ group, since, quantityAt: (each) => each, after: null });
  }
  const toldElsewhere = new Set<number>();
  for (const { population, key } of elsewhere) {
    const group = named(population, key);
    if (group === undefined) throw new RangeError('a count of another publisher has no address here');
    const n = truth[group] ?? 0;
    toldElsewhere.add(group);
    known[group] = { low: n, high: n };
  }
  const nobody = new Set<number>();
  return {
    truth: Float64Array.from(truth),
    elsewhere: { counts: toldElsewhere, exact: nobody, narrow: nobody, ranges: null },
    sums,
    unreadSums,
    earlier: known,
    quantitiesThen,
    freshSince: growths.map(({ fresh }) => fresh),
    fewInCarried: findFewInCarried(sumsOf, kept),
    carried,
    hiddenEarlier,
    behindCarried,
    heldBack,
    facts,
  };
}

/**
 * The band of an earlier share, and the minimums of its parts as far as they held: another policy may have had others.
 */
function factsOf(
  { shown, numerator, denominator }: EarlierShare,
  { counts, shares }: Policy,
): readonly Omit<LinearFact, 'parts'>[] {
  const infinite = Number.POSITIVE_INFINITY;
  return [
    { factors: [1, -shown.low], low: 0, high: infinite },
    { factors: [1, -shown.high], low: -infinite, high: 0 },
    { factors: [-1, 1], low: shares.minimumComplement, high: infinite },
    { factors: [1, 0], low: shares.minimumNumerator, high: infinite },
    { factors: [0, 1], low: Math.max(counts.minimum, shown.least ?? 0), high: infinite },
  ].filter(
    ({ factors: [inside = 0, whole = 0], low }) => inside * numerator.n + whole * denominator.n >= low,
  );
}

/** An earlier release told the quantity to the person. */
export function isToldEarlier({ earlier }: CountSystem, quantity: number): boolean {
  const known = earlier[quantity];
  return known !== undefined && known.low === known.high;
}

/** That a figure was carried: fewer than the minimum came or went, by the policy of now, as far as that held. */
function fewBetween(
  quantity: number,
  computed: number,
  truth: readonly number[],
  { counts: { minimum } }: Policy,
): readonly LinearFact[] {
  if (Math.abs((truth[quantity] ?? 0) - (truth[computed] ?? 0)) >= minimum) return [];
  return [fewApart(quantity, computed, minimum)];
}
