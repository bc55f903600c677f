import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isCarried, isCarriedInRestatement } from './carry.ts';

const counted = (population: number) =>
  isCarried({ population, inside: null, outside: null }, ROUNDED_POLICY);

test('a count keeps its value until 10 persons came or went', () => {
  expect([0, 1, 9, 10, 11].map(counted)).toEqual([true, true, true, false, false]);
});

test('a share keeps its value until 10 persons came or went on both of its sides', () => {
  const share = (inside: number, outside: number) =>
    isCarried({ population: 40, inside, outside }, ROUNDED_POLICY);
  expect([share(10, 10), share(9, 31), share(31, 9), share(0, 40), share(40, 0)]).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test('a restatement keeps figures only where 1 to 9 persons joined or left the cohort', () => {
  expect([0, 1, 9, 10, 11].map((roster) => isCarriedInRestatement(roster, ROUNDED_POLICY))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
