import { expect, test } from 'vitest';
import type { LinearProgram } from '../linear-program.ts';
import { isPossiblePoint, POINT_TOLERANCE } from './possible-point.ts';

/** Two counts of 0 to 20 that add up to 25, and whose difference is at most 6. */
const PROGRAM: LinearProgram = {
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(20, 20),
  rows: [
    { columns: [0, 1], values: [1, 1], least: 25, most: 25 },
    { columns: [0, 1], values: [1, -1], least: -Infinity, most: 6 },
  ],
};
const beyond = 2 * POINT_TOLERANCE;
const within = POINT_TOLERANCE / 2;

test.each([
  ['keeps to everything', [12, 13], true],
  ['lies on a bound', [5, 20], true],
  ['misses a bound by less than the tolerance', [5 - within, 20 + within], true],
  ['is above a bound', [5 - beyond, 20 + beyond], false],
  ['is below a bound', [-beyond, 25 + beyond], false],
  ['misses a sum from below', [12 - beyond, 13], false],
  ['misses a sum from above', [12 + beyond, 13], false],
  ['lies on a one-sided bound of two', [15.5, 9.5], true],
  ['is beyond a one-sided bound of two', [15.5 + beyond, 9.5 - beyond], false],
  ['is no number', [Number.NaN, 13], false],
  ['has another length', [12], false],
])('a point that %s', (_, point, expected) => {
  expect(isPossiblePoint(PROGRAM, Float64Array.from(point))).toBe(expected);
});
