import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { roundCents } from './round-cents.ts';

test('amounts go to the nearest 500 dollars, halves up', () => {
  expect(roundCents(3_024_999, ROUNDED_POLICY)).toEqual({
    value: 3_000_000,
    low: 2_975_000,
    high: 3_025_000,
  });
  expect(roundCents(3_025_000, ROUNDED_POLICY)).toEqual({
    value: 3_050_000,
    low: 3_025_000,
    high: 3_075_000,
  });
});
