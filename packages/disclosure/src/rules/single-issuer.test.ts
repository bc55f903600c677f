import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { PROFILES } from '../policy-profiles.ts';
import { isShareAllowed } from './share-minimums.ts';
import { isSingleIssuer, isTooFewForIssuer, leastConfirmed } from './single-issuer.ts';

test("nine persons of others leave a group one organisation's own, ten do not", () => {
  expect([0, 1, 9, 10].map((others) => isSingleIssuer(others, ROUNDED_POLICY))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(isSingleIssuer(10, PROFILES.adrf11)).toBe(true);
});

test('a group of one issuer needs thirty confirmed persons, one of two ten', () => {
  expect([0, 9, 10].map((others) => leastConfirmed(others, ROUNDED_POLICY))).toEqual([30, 30, 10]);
  expect(leastConfirmed(0, PROFILES.wfpell)).toBe(50);
});

test('a victim among nine colluders, and among 28, has no share; the thirtieth person makes one', () => {
  const shared = (vouched: number, n: number) =>
    isShareAllowed(5, { n, vouched, suppliedByOthers: 0 }, ROUNDED_POLICY);
  expect([shared(10, 10), shared(29, 29), shared(30, 30)]).toEqual([false, false, true]);
});

test('29 real persons and 71 invented ones are 29, unless another organisation supplied ten', () => {
  expect(isShareAllowed(29, { n: 100, vouched: 29, suppliedByOthers: 9 }, ROUNDED_POLICY)).toBe(false);
  expect(isShareAllowed(29, { n: 100, vouched: 29, suppliedByOthers: 10 }, ROUNDED_POLICY)).toBe(true);
});

test('of one issuer, 14 linked persons and a victim are no count, 29 and a victim are; of two issuers ten are', () => {
  const isHidden = (others: number) => (confirmed: number) =>
    isTooFewForIssuer(confirmed, others, ROUNDED_POLICY);
  expect([14, 15, 29, 30].map(isHidden(0))).toEqual([true, true, true, false]);
  expect([9, 10, 14, 15].map(isHidden(10))).toEqual([true, false, false, false]);
});
