import { expect, test } from 'vitest';
import { propagateRanges } from './propagate.ts';

const UNKNOWN = { low: 0, high: Number.POSITIVE_INFINITY };
const sum = (parent: number, children: readonly number[]) => ({ parent, children, axis: 'd#0' });

test('of a total of 95 to 104, parts of 55 to 64 and 25 to 34 leave 0 to 24', () => {
  const known = [{ low: 95, high: 104 }, { low: 55, high: 64 }, { low: 25, high: 34 }, UNKNOWN];
  expect(propagateRanges(known, [sum(0, [1, 2, 3])])[3]).toEqual({ low: 0, high: 24 });
});

test('bounds pass through a hidden total on the way', () => {
  const known = [{ low: 50, high: 50 }, UNKNOWN, { low: 20, high: 20 }, { low: 25, high: 25 }, UNKNOWN];
  expect(propagateRanges(known, [sum(0, [1, 2]), sum(1, [3, 4])])[4]).toEqual({ low: 5, high: 5 });
});

test('two unknown parts bound each other by the total only', () => {
  const ranges = propagateRanges([{ low: 40, high: 40 }, UNKNOWN, UNKNOWN], [sum(0, [1, 2])]);
  expect(ranges.slice(1)).toEqual([
    { low: 0, high: 40 },
    { low: 0, high: 40 },
  ]);
});

test('an unknown total is bounded by its parts', () => {
  const ranges = propagateRanges([UNKNOWN, { low: 5, high: 9 }, { low: 10, high: 14 }], [sum(0, [1, 2])]);
  expect(ranges[0]).toEqual({ low: 15, high: 23 });
});
