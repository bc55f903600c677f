import { expect, test } from 'vitest';
import { grownGroups, newInCarried, restThen, type Standing } from './new-parts.ts';

// 0 is of the years 1 and 2, each of two cohorts; and of the trades 7 and 8, 7 of two kinds. 9 is nameless.
const SUMS = [
  { parent: 0, children: [1, 2] },
  { parent: 1, children: [3, 4] },
  { parent: 2, children: [5, 6, 9] },
  { parent: 0, children: [7, 8] },
  { parent: 7, children: [10, 11] },
];
const standing =
  (...isNew: readonly number[]) =>
  (group: number): Standing =>
    group === 9 ? 'unnamed' : isNew.includes(group) ? 'new' : 'had';

const noRest = (): boolean => false;

test('a cohort that came makes its year and all years other groups', () => {
  expect([...grownGroups(SUMS, standing(6))].sort()).toEqual([0, 2]);
});

test('what is new inside a carried total is few, at whatever depth, and nothing else', () => {
  const few = (isNew: readonly number[], carried: readonly number[]) =>
    [...newInCarried(SUMS, standing(...isNew), carried, noRest)].sort();
  expect(few([4], [0])).toEqual([4]);
  expect(few([4], [2])).toEqual([]);
  expect(few([2, 5, 6], [0])).toEqual([2, 5, 6]);
  expect(few([4], [])).toEqual([]);
});

test('who is in a new part may have been in the nameless one before', () => {
  expect([...newInCarried(SUMS, standing(6), [0, 2], noRest)]).toEqual([]);
});

test('who was in none of the parts before may be in the new one', () => {
  // Of the 34 at least of year 1 its cohort 3 had up to 33, or 34.
  const fewAt = (most: number) => {
    const [low, high] = [new Float64Array(12), new Float64Array(12).fill(1000)];
    low[1] = 34;
    high[3] = most;
    const then = restThen({ low, high }, (group) => (group === 4 ? -1 : group));
    return [...newInCarried(SUMS, standing(4), [0], then)];
  };
  expect([fewAt(33), fewAt(34)]).toEqual([[], [4]]);
});

test('of two tables of a total, one new, what it says is of the other', () => {
  expect([...newInCarried(SUMS, standing(4, 10, 11), [0, 7], noRest)]).toEqual([4]);
});

test('a table that is new has no part of which a carried total says anything', () => {
  expect([...grownGroups(SUMS, standing(7, 8))]).toEqual([]);
  expect([...newInCarried(SUMS, standing(7, 8), [0], noRest)]).toEqual([]);
});
