import { expect, test } from 'vitest';
import type { Group } from './group.ts';
import { splitByInclusions } from './inclusions.ts';
import { propagateRanges } from './propagate.ts';

const ATOMS = { weights: Uint32Array.of(10, 5, 0), vouched: Uint32Array.of(10, 0, 0) };

function group(index: number, members: readonly number[]): Group {
  const atoms = Uint32Array.from(members);
  const n = atoms.reduce((sum, atom) => sum + (ATOMS.weights[atom] ?? 0), 0);
  return {
    index,
    name: String(index),
    population: String(index),
    address: {},
    members: atoms,
    n,
    vouched: 0,
    priority: 0,
    isPublishable: true,
    suppliedByOthers: null,
  };
}

test('a hidden whole is told to be no smaller than a shown part of it, a hidden part no larger than its whole', () => {
  const groups = [group(0, [0, 1]), group(1, [0])];
  const { relations, rests } = splitByInclusions([{ inner: 1, outer: 0 }], groups, [], ATOMS);
  expect(rests.map(({ n, vouched, isPublishable }) => [n, vouched, isPublishable])).toEqual([[5, 5, false]]);
  const hidden = { low: 0, high: Number.POSITIVE_INFINITY };
  const shown = (n: number) => ({ low: n, high: n });
  expect(propagateRanges([hidden, shown(10), hidden], relations)[0]).toEqual({ ...hidden, low: 10 });
  expect(propagateRanges([shown(15), hidden, hidden], relations)[1]).toEqual({ low: 0, high: 15 });
});

test('that a part is all of the whole is not taken for known', () => {
  const groups = [group(0, [0, 2]), group(1, [0, 2])];
  const { relations, rests } = splitByInclusions([{ inner: 1, outer: 0 }], groups, [], ATOMS);
  expect(relations).toEqual([{ parent: 0, children: [1, 2], axis: 'within' }]);
  expect(rests.map(({ n }) => n)).toEqual([0]);
});

test('a part that a sum of a table holds already makes no second one, and no two groups are inside each other', () => {
  const groups = [group(0, [0, 1]), group(1, [0]), group(2, [1])];
  const known = [{ parent: 0, children: [1, 2], axis: 'd#0' }];
  expect(splitByInclusions([{ inner: 1, outer: 0 }], groups, known, ATOMS)).toEqual({
    relations: [],
    rests: [],
  });
  const both = [
    { inner: 1, outer: 0 },
    { inner: 0, outer: 1 },
  ];
  expect(() => splitByInclusions(both, groups, [], ATOMS)).toThrow(RangeError);
});
