import { expect, test } from 'vitest';
import type { LinearProgram } from './linear-program.ts';
import { neighbourhoods } from './neighbourhood.ts';

/** Column 0 is part of 3, which is 100 at most and has 1 too, and of 4, which is 10 at most, has 2 too and is part of 5. */
const PROGRAM: LinearProgram = {
  lower: new Float64Array(7),
  upper: Float64Array.of(9, 9, 9, 100, 10, 20, 9),
  rows: [
    { columns: [3, 0, 1], values: [-1, 1, 1], least: 0, most: 0 },
    { columns: [4, 0, 2], values: [-1, 1, 1], least: 0, most: 0 },
    { columns: [5, 4, 6], values: [-1, 1, 1], least: 0, most: 0 },
  ],
};

test.each([
  [1, [0, 3, 4, 5]],
  [2, [0, 2, 3, 4, 5]],
  [3, [0, 2, 6, 3, 4, 5]],
  [4, [0, 2, 6, 1, 3, 4, 5]],
  [5, [0, 2, 6, 1, 3, 4, 5]],
])(
  '%i leaves around a column are those it shares small sums with, and all sums of them',
  (leaves, expected) => {
    expect(neighbourhoods(PROGRAM).around([0], leaves)).toEqual(expected);
  },
);

test('what a neighbourhood allows the whole allows, with the rest as it was', () => {
  const point = Float64Array.of(1, 2, 3, 3, 4, 9, 5);
  const columns = neighbourhoods(PROGRAM).around([0], 2);
  const { rows, lower } = neighbourhoods(PROGRAM).programOf(columns, point);
  expect(lower.length).toBe(columns.length);
  for (const { columns: places, values, least, most } of rows) {
    const sum = places.reduce(
      (total, place, i) => total + (values[i] ?? 0) * (point[columns[place] ?? 0] ?? 0),
      0,
    );
    expect([least, most]).toEqual([sum, sum]);
  }
});
