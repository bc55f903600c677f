import { API_KEY_SCOPES } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { checkScopes } from './check-scopes.ts';

test.each(API_KEY_SCOPES.filter((scope) => scope !== 'steward'))(
  'no key may %s and be a steward’s',
  (scope) => {
    expect(checkScopes(['steward', scope])).toMatch(/^A key of a steward/);
    expect(checkScopes([scope, 'steward'])).toMatch(/^A key of a steward/);
    expect(checkScopes([scope])).toBeNull();
  },
);

test('a contributor may evaluate, and a steward is one however often it is said', () => {
  expect(checkScopes(['contribute', 'evaluate'])).toBeNull();
  expect(checkScopes(['steward'])).toBeNull();
  expect(checkScopes(['steward', 'steward'])).toBeNull();
});
