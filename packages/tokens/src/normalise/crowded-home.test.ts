import { expect, test } from 'vitest';
import { homeOf, withoutCrowdedHome } from './crowded-home.ts';
import { normaliseIdentifiers } from './normalise-identifiers.ts';

const at = (street: string, zip: string) =>
  normaliseIdentifiers({ givenName: 'ANN', street, city: 'Springfield', zip }, '2026-01-01');

test('one house number and street in two towns is two homes, however it is spelt', () => {
  expect(homeOf(at('12 Oak Street', '08601'))).not.toBe(homeOf(at('12 Oak Street', '08602')));
  expect(homeOf(at('12 OAK ST.', '08601'))).toBe(homeOf(at('12 Oak Street', '08601-1234')));
  expect(homeOf(at('12 Oak Street Apt 4', '08601'))).toBe(homeOf(at('12 Oak Street', '08601')));
  expect(homeOf(at('Smith Hall', '08601'))).not.toBe(homeOf(at('Jones Hall', '08601')));
  expect(homeOf(at('', '08601'))).toBeNull();
});

test('a crowded home loses its street and nothing else, and no other home does', () => {
  const [crowded, other] = [at('12 Oak Street', '08601'), at('14 Oak Street', '08601')];
  const homes = new Set([homeOf(crowded) ?? '']);
  expect(withoutCrowdedHome(crowded, homes)).toEqual({
    ...crowded,
    street: null,
    states: { ...crowded.states, street: 'placeholder' },
  });
  expect(withoutCrowdedHome(other, homes)).toBe(other);
});
