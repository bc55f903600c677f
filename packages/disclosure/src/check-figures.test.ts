import { expect, test } from 'vitest';
import { countBadCounts } from './check-figures.ts';
import type { Outcome } from './outcome.ts';
import { ROUNDED_POLICY } from './policy.ts';

/** Bad counts of a release that shows one cell, whatever the suppression would have done. */
function badOf(
  persons: { readonly n: number; readonly vouched: number; readonly suppliedByOthers?: number },
  outcome: Outcome,
): number {
  const cell = {
    id: 'c',
    table: 't',
    population: 'persons',
    key: {},
    members: new Uint32Array(),
    priority: 0,
    use: 'publish',
    ...persons,
  } as const;
  return countBadCounts(new Map([['c', cell]]), new Map([['c', outcome]]), ROUNDED_POLICY);
}

const TENS: Outcome = { status: 'ok', value: 30, low: 25, high: 34 };

test('a shown count of nine confirmed persons is found, of ten not', () => {
  expect([9, 10].map((vouched) => badOf({ n: 30, vouched }, TENS))).toEqual([1, 0]);
});

test('29 confirmed persons of some of what one organisation supplied are found, 30 are not, nor 29 of two', () => {
  expect(badOf({ n: 34, vouched: 29, suppliedByOthers: 9 }, TENS)).toBe(1);
  expect(badOf({ n: 34, vouched: 30, suppliedByOthers: 9 }, TENS)).toBe(0);
  expect(badOf({ n: 34, vouched: 29, suppliedByOthers: 10 }, TENS)).toBe(0);
});

test('a count that its group does not round to is found, a hidden or carried one is not looked at', () => {
  expect([24, 25, 34, 35].map((n) => badOf({ n, vouched: n }, TENS))).toEqual([1, 0, 0, 1]);
  expect(badOf({ n: 3, vouched: 3 }, { status: 'suppressed' })).toBe(0);
  expect(badOf({ n: 24, vouched: 24 }, { ...TENS, status: 'carried' })).toBe(0);
});
