import { expect, test } from 'vitest';
import { cheapestCover } from './cheapest-cover.ts';

const even = () => 1;
const itself = (one: number) => one;

test('what most lists have is taken before what one has', () => {
  expect([...cheapestCover([[1, 2], [2, 3], [5]], even, itself)]).toEqual([2, 5]);
});

test('unless it is worth more than all of them', () => {
  expect([...cheapestCover([[1, 2], [2, 3], []], (one) => (one === 2 ? 3 : 1), itself)]).toEqual([3, 1]);
});

test('of two as cheap the later one is taken, once', () => {
  expect([
    ...cheapestCover(
      [
        [7, 8, 8],
        [7, 8],
      ],
      even,
      itself,
    ),
  ]).toEqual([8]);
});
