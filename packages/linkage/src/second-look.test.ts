import { expect, it } from 'vitest';
import type { Kinds, Shares, Verdict } from './judge.ts';
import { pairKind } from './pair-kind.ts';
import { secondLook } from './second-look.ts';

const RATIO = 1000;

/** One likelihood ratio for every pair: the share of links among the pairs is all that changes the odds. */
function judgeWith(_: unknown, __: Kinds, share: Shares, isLifted: boolean): Verdict {
  const match = isLifted || share.household < 1e-3 ? RATIO * share.match : 0;
  const odds = { match, household: share.household, random: 1 - share.match - share.household };
  const all = odds.match + odds.household + odds.random;
  return {
    match: odds.match / all,
    household: odds.household / all,
    random: odds.random / all,
    logOdds: Math.log(odds.match / (all - odds.match)),
  };
}

const kindsOf = (): Kinds => ({ match: pairKind([]), household: pairKind([]) });
const shares = new Map([[0, { match: 1e-5, household: 1e-6 }]]);
const count = { pairType: 0, pattern: 7, nameBucket: -1, pairs: 40 };
const look = (leftPairs: number, sureNodes: number) =>
  secondLook(
    { judgeWith, kindsOf, shares },
    {
      pairType: 0,
      leftPairs,
      takenPairs: 1e6,
      sureNodes,
      left: [count],
      taken: [],
      sure: [],
    },
  ).left[0] ?? Number.NaN;

it('links what is left where few records are left without a partner', () => {
  expect(look(60 * 60, 9000)).toBeGreaterThan(0);
});

it('does not where many are left: then as many look alike by chance', () => {
  expect(look(1e9, 9000)).toBeLessThan(0);
});
