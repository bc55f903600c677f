import { ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { pinMedian, pinMedianByRosters } from './attacks/median-pinning.ts';

test('A16 tells the pay of every victim where the median itself is shown', async () => {
  const { percentiles } = ROUNDED_POLICY;
  const { tried, remark } = await pinMedian({ ...ROUNDED_POLICY, percentiles: { ...percentiles, ranks: 1 } });
  expect(remark).toBe(`${tried} of ${tried} victims told to within $500`);
});

test('A16 tells the pay of one victim in twenty at most where the mean of five ranks is shown', async () => {
  const { tried, learnt } = await pinMedian(ROUNDED_POLICY);
  expect(tried).toBeGreaterThan(50);
  expect(learnt).toEqual([]);
});

test('A16 tells the pay of every victim all the same where eight rosters of one organisation are around him', async () => {
  const { tried, remark } = await pinMedianByRosters(ROUNDED_POLICY, 8);
  expect(remark).toBe(`${tried} of ${tried} victims told to within $500`);
});
