import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isCarried, isCarriedInRestatement, type RestatedChange } from './carry.ts';

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

const restated = (change: Partial<RestatedChange>) =>
  isCarriedInRestatement(
    { population: 0, inside: null, outside: null, roster: 0, revised: 0, ...change },
    ROUNDED_POLICY,
  );

test('a restatement keeps a count of an unchanged cohort until ten persons came or went, as every release does', () => {
  expect([0, 1, 9, 10].map((population) => restated({ population }))).toEqual([true, true, true, false]);
});

test('a restatement keeps a percentile until ten persons of its group have revised wages', () => {
  expect([0, 1, 9, 10].map((revised) => restated({ revised }))).toEqual([true, true, true, false]);
  expect([1, 9, 10].map((population) => restated({ population, revised: 9 }))).toEqual([true, true, false]);
});

test('in a restatement ten persons may change sides within the group of a share, nine may not', () => {
  const sides = (persons: number, population = 0) =>
    restated({ population, inside: persons, outside: persons });
  expect([sides(0), sides(1), sides(9), sides(10)]).toEqual([true, true, true, false]);
  expect([sides(10, 1), sides(10, 9), sides(10, 10)]).toEqual([true, true, false]);
});

test('a restatement keeps all figures where 1 to 9 persons joined or left the cohort', () => {
  expect([0, 1, 9, 10].map((roster) => restated({ roster, population: 30, revised: 30 }))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
