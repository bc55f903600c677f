import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isBlurredEnough, narrowestPays } from './blurred-amounts.ts';

const { blurCents, baseCents } = ROUNDED_POLICY.percentiles;

test('a cent less than the policy asks for is too little', () => {
  expect(
    [blurCents - 1, blurCents, blurCents + 1].map((cents) => isBlurredEnough(cents, ROUNDED_POLICY)),
  ).toEqual([false, true, true]);
});

test('who is told the blurred wage of one quarter is left with more than a step of the figures, of a year with four times that', () => {
  expect(narrowestPays(1, ROUNDED_POLICY)).toBeGreaterThan(baseCents);
  expect(narrowestPays(4, ROUNDED_POLICY)).toBe(240_000);
});
