import type { Shares, Verdict } from './judge.ts';
import type { Estimates } from './model.ts';
import type { PatternCount } from './pattern.ts';

/**
 * Pairs between two files that each promise one record a person, after the sure links of a pair type are known.
 * `left` are pairs of two nodes of which neither is surely linked into the file of the other; `taken` are pairs of which
 * one is, so that they are two people.
 */
export type SecondLookPairs = {
  readonly pairType: number;
  readonly leftPairs: number;
  readonly takenPairs: number;
  /** Nodes with a sure link, once for each file they are linked into. */
  readonly sureNodes: number;
  readonly left: readonly PatternCount[];
  readonly taken: readonly PatternCount[];
};

/** Log odds of a sure link: a posterior of .99. */
export const SURE_LOG_ODDS = Math.log(99);

/** Surely linked nodes from which on the pairs they take part in tell how often households lie across two files. */
const TELLING_NODES = 200;

const ROUNDS = 30;

/** Pairs' worth of belief that what is left is no link: keeps a handful of leftover nodes from proving each other. */
const PRIOR_PAIRS = 20;

/** The share of one kind of pair among counted pairs, by expectation maximisation with everything else fixed. */
function fitShare(
  counts: readonly PatternCount[],
  pairs: number,
  start: number,
  part: (count: PatternCount, share: number) => number,
): number {
  let share = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = counts.reduce((sum, count) => sum + part(count, share) * count.pairs, 0);
    share = Math.min(0.4, Math.max(1e-12, found / (pairs + PRIOR_PAIRS)));
  }
  return share;
}

/**
 * Log odds of the pairs that are left, by index into `left`.
 *
 * Between files with one record a person, who has found a partner is out of the game: among those who have not, the
 * share of pairs that are one person is another one, and it is fitted anew. The pairs that are taken are two people, so
 * they tell how often a household lies across both files. From 200 surely linked records on, a pair that looks like a
 * household or a borrowed SSN is weighed against that share instead of being refused outright (`contradiction.ts`): where
 * households do lie across, only the share speaks against it.
 */
export function secondLook(
  { judgeWith, shares }: Pick<Estimates, 'judgeWith' | 'shares'>,
  { pairType, left, leftPairs, taken, takenPairs, sureNodes }: SecondLookPairs,
): readonly number[] {
  const first: Shares = shares.get(pairType) ?? { match: 1e-6, household: 1e-6 };
  const isTelling = sureNodes >= TELLING_NODES;
  const household = isTelling
    ? fitShare(taken, takenPairs, first.household, (count, share) =>
        partOf(judgeWith(count, { match: 1e-12, household: share }, false), 'household'),
      ) +
      1 / Math.max(1, takenPairs)
    : first.household;
  const match = fitShare(left, leftPairs, first.match, (count, share) =>
    partOf(judgeWith(count, { match: share, household }, isTelling), 'match'),
  );
  return left.map((count) => judgeWith(count, { match, household }, isTelling).logOdds);
}

function partOf(verdict: Verdict, kind: 'match' | 'household'): number {
  return Number.isFinite(verdict[kind]) ? verdict[kind] : 0;
}
