import { BLOCKS } from './evidence-block.ts';
import type { Kinds, Shares, Verdict } from './judge.ts';
import { type Estimates, learnMatch } from './model.ts';
import { type PairKind, pairKind, refit } from './pair-kind.ts';
import type { PatternCount } from './pattern.ts';

type Judge = Pick<Estimates, 'judgeWith' | 'kindsOf' | 'shares'>;

/** Sure links of a pattern, and how many of them are the best of both nodes: the others are two people. */
export type SurePattern = PatternCount & { readonly best: number };

/**
 * Pairs between two files that each promise one record a person, after the sure links of a pair type are known.
 * `left` are pairs of two nodes of which neither is surely linked into the file of the other; `taken` are pairs of which
 * one is with another, so that they are two people.
 */
export type SecondLookPairs = {
  readonly pairType: number;
  readonly leftPairs: number;
  readonly takenPairs: number;
  /** Nodes with a sure link, once for each file they are linked into. */
  readonly sureNodes: number;
  readonly left: readonly PatternCount[];
  readonly taken: readonly PatternCount[];
  readonly sure: readonly SurePattern[];
};

/** Log odds of a sure link: a posterior of .99. */
export const SURE_LOG_ODDS = Math.log(99);

/** Surely linked nodes from which on the pairs they take part in tell how often households lie across two files. */
const TELLING_NODES = 200;

const ROUNDS = 30;

/** Pairs' worth of belief that what is left is no link: keeps a handful of leftover nodes from proving each other. */
const PRIOR_PAIRS = 20;

/** The share of one kind among counted pairs, from how many of them are found to be of it. */
function shareOf(found: number, pairs: number): number {
  return Math.min(0.4, Math.max(1e-12, found / (pairs + PRIOR_PAIRS)));
}

/** What one household does across both files, from pairs that are known to be two people. */
function householdShare({ judgeWith }: Judge, kinds: Kinds, pairs: SecondLookPairs, start: number): number {
  const rivals = pairs.sure.map((count) => ({ ...count, pairs: count.pairs - count.best }));
  let household = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = [...pairs.taken, ...rivals].reduce(
      (sum, count) =>
        sum + partOf(judgeWith(count, kinds, { match: 1e-12, household }, false), 'household') * count.pairs,
      0,
    );
    household = shareOf(found, pairs.takenPairs);
  }
  return household + 1 / Math.max(1, pairs.takenPairs);
}

/**
 * Log odds of the pairs that are left and of the sure links (none where too few are sure to tell), by index.
 *
 * Between files with one record a person, who has found a partner is out of the game: among those who have not, the
 * share of pairs that are one person is another one, and it is fitted anew. The pairs that are taken are two people, so
 * they tell how often a household lies across both files. From 200 surely linked records on, a pair that looks like a
 * household or a borrowed SSN is weighed against that share instead of being refused outright (`contradiction.ts`): where
 * households do lie across, only the share speaks against it.
 *
 * What one person does is then fitted anew as well, to the sure links and what is left: the first fit cannot tell the
 * pairs across of two twins, who both stand in both files, from records of one person, and believes that given names
 * differ as often as there are such pairs. A sure link that does not stand up to that is none.
 */
export function secondLook(
  estimates: Judge,
  pairs: SecondLookPairs,
): { readonly left: readonly number[]; readonly sure: readonly number[] } {
  const { judgeWith, kindsOf, shares } = estimates;
  const { pairType, left, leftPairs, sure, sureNodes } = pairs;
  const best = sure.map((count) => ({ ...count, pairs: count.best }));
  const first: Shares = shares.get(pairType) ?? { match: 1e-6, household: 1e-6 };
  const isTelling = sureNodes >= TELLING_NODES;
  const fitted = kindsOf(pairType);
  const kinds: Kinds = isTelling ? { ...fitted, match: pairKind(fitted.match.start) } : fitted;
  if (isTelling) {
    learn(kinds.match, best, () => 1);
    refitAll(kinds.match);
  }
  const household = isTelling ? householdShare(estimates, kinds, pairs, first.household) : first.household;
  let match = first.match;
  const ofLeft = (count: PatternCount) => judgeWith(count, kinds, { match, household }, isTelling);
  const ofSure = (count: PatternCount) =>
    judgeWith(count, kinds, { match: first.match, household }, isTelling);
  for (let round = 0; round < ROUNDS; round += 1) {
    const parts = left.map((count) => partOf(ofLeft(count), 'match'));
    match = shareOf(
      left.reduce((sum, count, index) => sum + (parts[index] ?? 0) * count.pairs, 0),
      leftPairs,
    );
    if (!isTelling) continue;
    const sureParts = sure.map((count) => partOf(ofSure(count), 'match'));
    learn(kinds.match, left, (index) => parts[index] ?? 0);
    learn(kinds.match, best, (index) => sureParts[index] ?? 0);
    refitAll(kinds.match);
  }
  return {
    left: left.map((count) => ofLeft(count).logOdds),
    sure: isTelling ? sure.map((count) => ofSure(count).logOdds) : [],
  };
}

/** Adds the part of each pattern's pairs that is one person. */
function learn(match: PairKind, counts: readonly PatternCount[], partAt: (index: number) => number): void {
  for (const [index, { pattern, pairs }] of counts.entries())
    learnMatch(match, pattern, pairs * partAt(index));
}

function refitAll(match: PairKind): void {
  for (const block of BLOCKS.keys()) refit(match, block);
}

function partOf(verdict: Verdict, kind: 'match' | 'household'): number {
  return Number.isFinite(verdict[kind]) ? verdict[kind] : 0;
}
