import { expect, it } from 'vitest';
import { chooseGreedily } from './pack-search-greedy.ts';

/** A rule that finds the pairs with a 1 in each set. */
function rule(id: string, bytes: number, price: number, ...sets: readonly string[]) {
  return { id, bytes, price, finds: sets.map((pairs) => Uint8Array.from(pairs, Number)) };
}

const WANTED = ['1111', '11'].map((pairs) => Uint8Array.from(pairs, Number));
const EVEN = [0.5, 0.5];

it('takes what finds most for its price, and counts only what is new', () => {
  const rules = [
    rule('wide', 8, 8, '1110', '00'),
    rule('same', 8, 8, '1100', '00'),
    rule('rest', 8, 8, '0011', '00'),
    rule('dear', 8, 80, '1111', '11'),
  ];
  expect(chooseGreedily(rules, WANTED, EVEN, 100)).toEqual([
    { id: 'wide', gained: [3, 0], recall: [0.75, 0] },
    { id: 'rest', gained: [1, 0], recall: [1, 0] },
    { id: 'dear', gained: [0, 2], recall: [1, 1] },
  ]);
});

it('weighs sets alike however many pairs they have', () => {
  const rules = [rule('half of many', 8, 8, '1100', '00'), rule('all of few', 8, 8, '0000', '11')];
  expect(chooseGreedily(rules, WANTED, EVEN, 8).map(({ id }) => id)).toEqual(['all of few']);
  expect(chooseGreedily(rules, WANTED, [1, 0], 8).map(({ id }) => id)).toEqual(['half of many']);
});

it('keeps within the budget, and begins with what it is told to take', () => {
  const rules = [rule('large', 90, 8, '1111', '11'), rule('small', 8, 8, '1000', '00')];
  expect(chooseGreedily(rules, WANTED, EVEN, 50).map(({ id }) => id)).toEqual(['small']);
  expect(chooseGreedily(rules, WANTED, EVEN, 100, ['small']).map(({ id }) => id)).toEqual(['small', 'large']);
});
