import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { meanOfRanks } from './mean-of-ranks.ts';

const DOLLAR = 100;
const shownOf = (dollars: readonly number[], ranks = 5): number | null => {
  const policy = { ...ROUNDED_POLICY, percentiles: { ...ROUNDED_POLICY.percentiles, ranks } };
  const shown = meanOfRanks(
    dollars.map((amount) => amount * DOLLAR),
    policy,
  );
  return shown && shown.value / DOLLAR;
};

test('the mean of five ranks is shown to the nearest 500 dollars, with the ends between which the percentile is', () => {
  const around = [29_800, 29_900, 30_000, 30_600, 31_000].map((amount) => amount * DOLLAR);
  expect(meanOfRanks(around, ROUNDED_POLICY)).toEqual({
    value: 3_050_000,
    low: 3_000_000,
    high: 3_100_000,
  });
});

test('of one rank the percentile itself is shown, of three the neighbours further out are not looked at', () => {
  const around = [10_000, 29_700, 30_000, 30_700, 90_000];
  expect([shownOf(around, 1), shownOf(around, 3), shownOf(around, 5)]).toEqual([30_000, 30_000, null]);
});

test('a value 500 dollars from the percentile is shown, one further away is not', () => {
  // Means of 30,500 and 30,500.2: both are shown as 30,500, and the percentile is 30,000 and 29,999.
  expect(shownOf([30_000, 30_000, 30_000, 30_000, 32_500])).toBe(30_500);
  expect(shownOf([29_999, 29_999, 29_999, 30_004, 32_500])).toBe(null);
});

test('nobody moves it by more than a fifth of what his amount differs, before rounding', () => {
  // All but the middle amount are known; 40,000 and 42,500 are a base apart in the mean, closer amounts are not told apart.
  const middle = (amount: number): number | null =>
    meanOfRanks([39_000, 39_500, amount, 42_750, 43_000], {
      ...ROUNDED_POLICY,
      percentiles: { ...ROUNDED_POLICY.percentiles, baseCents: 500, largestErrorCents: 1_000_000 },
    })?.value ?? null;
  expect([40_000, 42_500].map(middle)).toEqual([41_000, 41_500]);
});

test('fewer amounts than ranks are a fault of the caller', () => {
  expect(() => shownOf([1, 2, 3])).toThrow('fewer amounts');
});
