import { expect, test } from 'vitest';
import { buildDimensionTrees } from './dimension-tree.ts';
import { type Group, groupName } from './group.ts';
import { findRelations } from './relations.ts';

const ATOMS = { weights: Uint32Array.of(3, 4, 5), vouched: Uint32Array.of(3, 4, 0) };

function relationsOf(members: Readonly<Record<string, readonly number[]>>) {
  const groups = Object.entries(members).map(([code, atoms], index): Group => {
    const address: Record<string, string> = code === 'all' ? {} : { d: code };
    return {
      index,
      name: groupName('p', address),
      population: 'p',
      address,
      members: Uint32Array.from(atoms),
      n: 0,
      vouched: 0,
      priority: 0,
      isPublishable: true,
      suppliedByOthers: null,
    };
  });
  const keys = Object.keys(members).map((d) => ({ d }));
  return findRelations(groups, buildDimensionTrees({}, keys), ATOMS);
}

test('children that part their parent add up to it', () => {
  const { relations, rests } = relationsOf({ all: [0, 1, 2], a: [0], b: [1, 2] });
  expect(relations).toEqual([{ parent: 0, children: [1, 2], axis: 'd#0' }]);
  expect(rests).toEqual([]);
});

test('whom no child holds is one more child without a name', () => {
  const { relations, rests } = relationsOf({ all: [0, 1, 2], a: [0] });
  expect(relations).toEqual([{ parent: 0, children: [1, 2], axis: 'd#0' }]);
  expect(rests.map(({ n, vouched, isPublishable }) => [n, vouched, isPublishable])).toEqual([[9, 4, false]]);
});

test('children that share persons, or that leave their parent, add up to nothing', () => {
  expect(relationsOf({ all: [0, 1, 2], a: [0, 1], b: [1, 2] })).toEqual({
    relations: [],
    rests: [],
    overlapping: 1,
  });
  expect(relationsOf({ all: [0, 1], a: [0], b: [1, 2] })).toEqual({
    relations: [],
    rests: [],
    overlapping: 1,
  });
});
