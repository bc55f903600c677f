import { expect, test } from 'vitest';
import { buildFinestModel } from './finest-model.ts';
import { collectRegionLimits } from './region-rows.ts';

/** Groups 0 to 2 of 4, 9 and 14 persons; 3 is all of them, known to be 20 to 30; 4 is the first two, 10 to 15. */
const MODEL = buildFinestModel({
  truth: Float64Array.of(4, 9, 14, 27, 13),
  low: Float64Array.of(0, 0, 0, 20, 10),
  high: Float64Array.of(Number.POSITIVE_INFINITY, 12, Number.POSITIVE_INFINITY, 30, 15),
  sums: [
    { parent: 3, children: [0, 1, 2] },
    { parent: 4, children: [0, 1] },
  ],
  facts: [],
});

test('sums that are alike where the others stay are one row with the narrowest bounds, each of its owner', () => {
  const { rows } = collectRegionLimits(MODEL, Int32Array.of(0, 1));
  expect(rows).toEqual([
    {
      places: [0, 1],
      factors: [1, 1],
      low: { by: -3, source: { quantity: 4 } },
      high: { by: 2, source: { quantity: 4 } },
    },
  ]);
});

test('where one column moves, every sum is a bound of it', () => {
  const { rows, low, high } = collectRegionLimits(MODEL, Int32Array.of(2));
  expect(rows).toEqual([]);
  expect(low).toEqual([{ by: -7, source: { quantity: 3 } }]);
  expect(high).toEqual([{ by: 3, source: { quantity: 3 } }]);
  const alone = collectRegionLimits(MODEL, Int32Array.of(1));
  expect([alone.low[0]?.by, alone.high[0]?.by]).toEqual([-3, 2]);
});

test('a sum is left out only when no change of its columns can break it', () => {
  const wide = buildFinestModel({
    truth: Float64Array.of(4, 9, 13),
    low: Float64Array.of(0, 5, 5),
    high: Float64Array.of(6, 12, 18),
    sums: [{ parent: 2, children: [0, 1] }],
    facts: [],
  });
  expect(collectRegionLimits(wide, Int32Array.of(0, 1)).rows).toEqual([]);
  const tight = buildFinestModel({
    truth: Float64Array.of(4, 9, 13),
    low: Float64Array.of(0, 5, 5),
    high: Float64Array.of(6, 12, 17),
    sums: [{ parent: 2, children: [0, 1] }],
    facts: [],
  });
  expect(collectRegionLimits(tight, Int32Array.of(0, 1)).rows).toHaveLength(1);
});
