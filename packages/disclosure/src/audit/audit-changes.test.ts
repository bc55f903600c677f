import { expect, test } from 'vitest';
import { loadSolver } from '../../../../services/publisher/src/load-solver.ts';
import { ROUNDED_POLICY } from '../policy.ts';
import { AUDIT_BUDGET } from './audit.ts';
import { auditChanges } from './audit-changes.ts';

const solver = await loadSolver();

/** Two parts of a total, then and now, in which nine more at most are: `most` in the total then, `least` now. */
function modelOf(most: number, least: number) {
  const [total, a, b, totalThen, aThen, bThen] = [0, 1, 2, 3, 4, 5];
  const near = (now: number, then: number) => ({ parts: [now, then], factors: [1, -1], low: -9, high: 9 });
  return {
    truth: Float64Array.of(58, 29, 29, 40, 20, 20),
    low: Float64Array.of(least, 0, 0, 0, 0, 0),
    high: Float64Array.of(...[0, 1, 2].map(() => Number.POSITIVE_INFINITY), most, 100, 100),
    sums: [
      { parent: total, children: [a, b] },
      { parent: totalThen, children: [aThen, bThen] },
    ],
    facts: [near(a, aThen), near(b, bThen)],
  };
}
const CHANGES = [1, 2].map((now) => ({ now, before: now + 3 }));
const ask = (most: number, least: number, wholeWork = AUDIT_BUDGET.wholeWork) =>
  auditChanges(modelOf(most, least), CHANGES, solver, { ...AUDIT_BUDGET, wholeWork }, ROUNDED_POLICY);

test('ten more in two parts are one more in either, nine are not', () => {
  expect(ask(45, 55).told.map(({ change }) => change)).toEqual(CHANGES);
  expect(ask(46, 55).told).toEqual([]);
});

test('what tells it are the totals, and that the other part is near what it was', () => {
  const { binding } = ask(45, 55).told[0] ?? {};
  expect(binding).toEqual(expect.arrayContaining([{ quantity: 0 }, { quantity: 3 }, { fact: 1 }]));
});

test('what was not asked counts as told, and nobody is said to tell it', () => {
  const { told } = ask(46, 55, 0);
  expect(told).toEqual(CHANGES.map((change) => ({ change, binding: null })));
});
