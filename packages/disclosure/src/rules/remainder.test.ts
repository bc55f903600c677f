import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isSmallRemainder } from './remainder.ts';

test('0 to 9 persons left over are too few, 10 are enough', () => {
  expect([0, 1, 9, 10].map((persons) => isSmallRemainder(persons, ROUNDED_POLICY))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
