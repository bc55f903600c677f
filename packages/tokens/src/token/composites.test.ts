import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compositeOrders, eachComposite } from './composites.ts';

function composites(counts: readonly number[], most: number): number[][] {
  const all: number[][] = [];
  eachComposite(counts, most, (positions) => all.push([...positions]));
  return all;
}

/** All combinations, sorted as the rule says, cut. */
function oracle(counts: readonly number[], most: number): number[][] {
  let all: number[][] = counts.length === 0 ? [] : [[]];
  for (const count of counts) {
    all = all.flatMap((head) => Array.from({ length: count }, (_, position) => [...head, position]));
  }
  const sum = (positions: readonly number[]): number => positions.reduce((a, b) => a + b, 0);
  const places = (positions: readonly number[]): string =>
    positions.map((p) => String(p).padStart(3, '0')).join();
  return all.sort((a, b) => sum(a) - sum(b) || (places(a) < places(b) ? -1 : 1)).slice(0, most);
}

test('composites of the strongest values come first', () => {
  expect(composites([2, 3], 4)).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 2],
  ]);
});

test('a level without values leaves no composite, and a rule without levels neither', () => {
  expect([composites([3, 0], 9), composites([], 9)]).toEqual([[], []]);
});

test('equals the sorted cartesian product, cut', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
  fc.assert(
    fc.property(counts, fc.integer({ min: 0, max: 20 }), (of, most) => {
      expect(composites(of, most)).toEqual(oracle(of, most));
    }),
  );
});

test('the remembered order of a shape is the order of the visits', () => {
  const orderOf = compositeOrders(6);
  const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(counts, (of) => {
      expect([...orderOf(of)]).toEqual(composites(of, 6).flat());
    }),
  );
});
