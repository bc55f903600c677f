import { expect, test } from 'vitest';
import { ROUNDED_POLICY } from '../policy.ts';
import { isConcentrated } from './concentration.ts';

test('two contributors, or 81 % with one of them, are too concentrated', () => {
  const judge = (contributors: number, largestShare: number) =>
    isConcentrated({ contributors, largestShare }, ROUNDED_POLICY);
  expect([judge(2, 0.5), judge(3, 0.5), judge(3, 0.8), judge(3, 0.801)]).toEqual([true, false, false, true]);
});
