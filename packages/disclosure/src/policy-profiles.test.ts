import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { POLICIES, policyDigest } from './policy.ts';

test('every named policy is one that a file could hold', () => {
  for (const policy of Object.values(POLICIES)) {
    expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  }
});

test('a policy bears the name it is found under, and no two are the same', () => {
  expect(Object.entries(POLICIES).filter(([name, policy]) => policy.name !== name)).toEqual([]);
  expect(new Set(Object.values(POLICIES).map(policyDigest)).size).toBe(Object.keys(POLICIES).length);
});

test('the number in a name is the fewest persons of a shown count', () => {
  const minimums = Object.entries(POLICIES).map(([name, { counts }]) => [name, counts.minimum]);
  expect(Object.fromEntries(minimums)).toEqual({
    rounded: 10,
    exact: 10,
    wris3: 3,
    texas5: 5,
    ferpa10: 10,
    adrf11: 11,
    pseo30: 30,
    wfpell: 50,
  });
});
