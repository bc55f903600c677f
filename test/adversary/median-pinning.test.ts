import { type Policy, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { blurredYears, pinMedian, pinMedianByRosters } from './attacks/median-pinning.ts';

const weakened = (percentiles: Partial<Policy['percentiles']>): Policy => ({
  ...ROUNDED_POLICY,
  percentiles: { ...ROUNDED_POLICY.percentiles, ...percentiles },
});
const NO_BLUR = weakened({ blurCents: 0 });

test('A16 tells the pay of every victim where the median of true wages itself is shown', async () => {
  const { tried, remark, isBreach } = await pinMedian(weakened({ ranks: 1, blurCents: 0 }));
  expect(isBreach).toBe(true);
  expect(remark).toContain(`${tried} of ${tried} victims told to within $500`);
});

test('A16 tells the pay of one victim in twenty at most where the mean of five ranks is shown', async () => {
  const { tried, learnt } = await pinMedian(NO_BLUR);
  expect(tried).toBeGreaterThan(50);
  expect(learnt).toEqual([]);
});

test('without a blur eight rosters of one organisation tell the pay of every victim', async () => {
  const { tried, remark, isBreach } = await pinMedianByRosters(NO_BLUR, 8);
  expect(isBreach).toBe(true);
  expect(remark).toContain(`${tried} of ${tried} victims told to within $500`);
});

test('A16 tells nobody, of blurred wages, with one roster, with eight and with 32', async () => {
  for (const rosters of [1, 8, 32]) {
    const { tried, remark, isBreach } = await pinMedianByRosters(ROUNDED_POLICY, rosters);
    expect(isBreach).toBe(false);
    expect(remark).toContain(`0 of ${tried} victims told to within $500`);
  }
});

test('whoever reads the blurred pay itself guesses no more than six victims in ten', async () => {
  const { tried, remark } = await pinMedianByRosters(ROUNDED_POLICY, 32);
  const [, guessed] = /, (\d+) guessed/.exec(remark) ?? [];
  expect(Number(guessed)).toBeGreaterThan(tried / 4);
  expect(Number(guessed)).toBeLessThan((tried * 6) / 10);
});

test('what DISCLOSURE says of steady pay is so: asked about three years of it, eight in ten are guessed', async () => {
  const pays = Array.from({ length: 400 }, (_, person) => 30_000 + 7 * person);
  const years = await blurredYears(pays, 3, ROUNDED_POLICY);
  const guessed = pays.filter((pay, person) => Math.abs((years[person] ?? 0) / 3 - pay) <= 250).length;
  expect(guessed / pays.length).toBeGreaterThan(0.7);
  expect(guessed / pays.length).toBeLessThan(0.88);
});
