import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { PROFILES } from '../policy-profiles.ts';
import { isShareAllowed } from './share-minimums.ts';
import { isTooFewForIssuer, leastConfirmed } from './single-issuer.ts';

test('one issuer needs thirty confirmed persons, two need ten, and what nobody is known to have supplied needs thirty', () => {
  expect([0, 1, 2, 3].map((issuers) => leastConfirmed(issuers, ROUNDED_POLICY))).toEqual([30, 30, 10, 10]);
  expect(leastConfirmed(1, PROFILES.wfpell)).toBe(50);
});

test('a victim among nine colluders, and among 28, has no share; the thirtieth person makes one', () => {
  const shared = (vouched: number, n: number) =>
    isShareAllowed(5, { n, vouched, issuers: 1 }, ROUNDED_POLICY);
  expect([shared(10, 10), shared(29, 29), shared(30, 30)]).toEqual([false, false, true]);
});

test('29 real persons and 71 invented ones are 29', () => {
  expect(isShareAllowed(29, { n: 100, vouched: 29, issuers: 1 }, ROUNDED_POLICY)).toBe(false);
  expect(isShareAllowed(29, { n: 100, vouched: 29, issuers: 2 }, ROUNDED_POLICY)).toBe(true);
});

test('of one issuer, 14 linked persons and a victim are no count, 29 and a victim are; of two issuers ten are', () => {
  const isHidden = (issuers: number) => (confirmed: number) =>
    isTooFewForIssuer(confirmed, issuers, ROUNDED_POLICY);
  expect([14, 15, 29, 30].map(isHidden(1))).toEqual([true, true, true, false]);
  expect([9, 10, 14, 15].map(isHidden(2))).toEqual([true, false, false, false]);
});
