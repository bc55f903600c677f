import { type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { besideEarlier, earlierRelease, type Then } from '../support/beside-earlier.ts';
import { protect } from './protect.ts';

/** Parts that belong to another total than they did in an earlier release, or have no address any more. */
const hidden = (n: number, apart = 0): Then => ({ n, shown: false, apart });
const shown = (n: number, apart = 0): Then => ({ n, shown: true, apart });

/** Results of B2 to B4, and the number of sums that B2 says are not known. */
function overReleases(input: ProtectInput): readonly (string | null)[] {
  const found = protect(input).checks.filter(({ id }) => ['B2', 'B3', 'B4'].includes(id));
  const unread = /Not over releases: (\d+) sums/.exec(found[0]?.note ?? '')?.[1] ?? null;
  return [...found.map(({ result }) => result), unread];
}

const PASSED = ['passed', 'passed', 'passed', null];
const notChecked = (sums: number) => ['not_checked', 'not_checked', 'not_checked', `${sums}`];

test('nothing is passed over releases where a part came to another total', () => {
  // 37 that became 25 tell b. Nobody moved.
  const leaves = { a: 12, d: 13, b: 12, c: 14, e: 16 };
  const then = { a: hidden(12), d: hidden(13), b: hidden(12), c: hidden(14), e: hidden(16) };
  const moved = besideEarlier(
    leaves,
    { P1: ['a', 'd'], P2: ['b', 'c', 'e'] },
    { ...then, P1: shown(37, 12), P2: shown(30, 12) },
  );
  const stayed = besideEarlier(
    leaves,
    { P1: ['a', 'd', 'b'], P2: ['c', 'e'] },
    { ...then, P1: shown(37), P2: shown(30) },
  );
  expect(overReleases(moved)).toEqual(notChecked(2));
  expect(overReleases(stayed)).toEqual(PASSED);
});

test('rounded: the same', () => {
  const moved = besideEarlier(
    { a: 40, b: 30, c: 50 },
    { P1: ['a'], P2: ['b', 'c'] },
    { a: shown(40), b: shown(30), c: shown(50), P1: shown(70, 30), P2: shown(50, 30) },
  );
  expect(overReleases({ ...moved, policy: ROUNDED_POLICY })).toEqual(notChecked(2));
});

test('one person of a total of then who was in no part that there is now is a sum that is not known', () => {
  const then = (total: number) =>
    besideEarlier(
      { a: 40, b: 60 },
      { P: ['a', 'b'] },
      { a: shown(40), b: shown(60, 2), P: shown(total, total === 100 ? 2 : 1) },
    );
  expect([99, 100, 101].map((total) => overReleases(then(total)))).toEqual([
    notChecked(1),
    PASSED,
    notChecked(1),
  ]);
});

test('two parts of one size that changed places are found by who came to the total', () => {
  const swapped = (apart: number) =>
    besideEarlier(
      { a: 40, b: 60, c: 60 },
      { P: ['a', 'b'] },
      { a: shown(40, 0), b: shown(60, 9), P: shown(100, apart) },
    );
  expect([9, 10, 120].map((apart) => overReleases(swapped(apart)))).toEqual([
    PASSED,
    notChecked(1),
    notChecked(1),
  ]);
});

test('a part of which one release gave no count takes what its total had besides', () => {
  const input = besideEarlier({ a: 40, b: 60 }, { P: ['a', 'b'] }, {});
  const first = earlierRelease('first', { a: shown(40), b: shown(60), P: shown(100) });
  const second = earlierRelease('second', { a: shown(40), P: shown(80, 20) });
  expect(overReleases({ ...input, earlier: [first, second] })).toEqual(PASSED);
});
