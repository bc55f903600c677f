import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isSmall } from './minimum-cell.ts';

test('0 to 9 confirmed persons are too few, 10 and 11 are enough', () => {
  expect([0, 1, 9, 10, 11].map((vouched) => isSmall(vouched, ROUNDED_POLICY))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
