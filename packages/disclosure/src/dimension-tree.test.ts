import { expect, test } from 'vitest';
import { buildDimensionTrees } from './dimension-tree.ts';

const build = (total: string, trees: readonly Record<string, string>[], codes: readonly string[]) =>
  buildDimensionTrees(
    { d: { total, mustNest: true, trees } },
    codes.map((d) => ({ d })),
  ).get('d');

test('a code knows everything above it, in every tree', () => {
  const tree = build(
    'T',
    [
      { a: 'A', A: 'T' },
      { a: 'big', big: 'T' },
    ],
    ['a'],
  );
  expect([...(tree?.above.get('a') ?? [])].sort()).toEqual(['A', 'T', 'a', 'big']);
});

test('a dimension nobody described is flat under all', () => {
  const tree = buildDimensionTrees({}, [{ year: '2020' }, { year: 'all' }]).get('year');
  expect([...(tree?.above.get('2020') ?? [])]).toEqual(['2020', 'all']);
});

test('a cycle, a loose end, a total under a parent and an unknown code are refused', () => {
  expect(() => build('T', [{ a: 'b', b: 'a' }], ['a'])).toThrow('cycle');
  expect(() => build('T', [{ a: 'b' }], ['a'])).toThrow('does not reach its total');
  expect(() => build('T', [{ a: 'T', T: 'a' }], ['a'])).toThrow('above its total');
  expect(() => build('T', [{ a: 'T' }], ['c'])).toThrow('outside its trees');
});
