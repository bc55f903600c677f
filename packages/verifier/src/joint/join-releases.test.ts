import { expect, test } from 'vitest';
import { joinReleases } from './join-releases.ts';

test('of two groups of now that were one group then, one takes its number and the other is equal to it', () => {
  const then = { sums: [], low: Float64Array.of(5), high: Float64Array.of(5) };
  // A year had one cohort and has two: nobody is in the new one.
  const now = {
    sums: [{ parent: 0, children: [1, 2] }],
    low: new Float64Array(3),
    high: new Float64Array(3).fill(9),
  };
  const same = { before: 0, apart: 0, origin: null };
  const { bounded } = joinReleases(then, now, [
    { ...same, after: 0 },
    { ...same, after: 1 },
  ]);
  expect(bounded.sums).toEqual([{ parent: 0, children: [1, 2] }]);
  expect(bounded.facts).toMatchObject([{ groups: [0, 1], factors: [-1, 1], most: 0 }]);
});
