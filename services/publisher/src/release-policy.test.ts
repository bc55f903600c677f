import { PRIVACY_PROFILES } from '@credlink/contracts';
import { PROFILES, policyDigest, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { profilesAsked, releasePolicy } from './release-policy.ts';

const asking = (...profiles: readonly string[]) =>
  profiles.map((privacyProfile, place) => ({ agreementId: `AG-${place}`, privacyProfile }));

test('every profile that an agreement can name is a policy', () => {
  expect([...PRIVACY_PROFILES].sort()).toEqual(Object.keys(PROFILES).sort());
});

test('the strictest agreement decides, and its name is in the version', () => {
  const policy = releasePolicy(ROUNDED_POLICY, asking('texas5', 'adrf11', 'adrf11', 'ferpa10'), null);
  expect(policy.counts).toEqual({ minimum: 11, base: 10 });
  expect(policy.version).toBe(`${ROUNDED_POLICY.version}+adrf11.ferpa10`);
  expect(policyDigest(policy)).not.toBe(policyDigest(ROUNDED_POLICY));
});

test('laxer agreements change nothing', () => {
  expect(releasePolicy(ROUNDED_POLICY, asking('texas5', 'wris3'), null)).toBe(ROUNDED_POLICY);
});

test('a profile nobody knows is refused, naming the agreement', () => {
  expect(() => releasePolicy(ROUNDED_POLICY, asking('texas5', 'ferpa9'), null)).toThrow(
    expect.objectContaining({
      code: 'policy_invalid',
      kind: 'rejected',
      message: expect.stringContaining('AG-1'),
    }),
  );
  expect(() => releasePolicy(ROUNDED_POLICY, asking('constructor'), null)).toThrow(/AG-0/);
});

test('secret limits count, and neither version nor digest tells that there are any', () => {
  const secret = { minimumContributors: 4, largestShare: 0.7 };
  const policy = releasePolicy(ROUNDED_POLICY, [], secret);
  expect(policy.concentration).toEqual(secret);
  expect(policy.version).toBe(ROUNDED_POLICY.version);
  expect(policyDigest(policy)).toBe(policyDigest(ROUNDED_POLICY));
  const lax = { minimumContributors: 1, largestShare: 1 };
  expect(releasePolicy(ROUNDED_POLICY, [], lax).concentration).toEqual(ROUNDED_POLICY.concentration);
});

test('each profile is listed once', () => {
  expect(profilesAsked(asking('texas5', 'adrf11', 'texas5'))).toEqual(['adrf11', 'texas5']);
});
