import { expect, test } from 'vitest';
import { loadSolver } from '../../../../services/publisher/src/load-solver.ts';
import { AUDIT_BUDGET } from './audit.ts';
import { auditRanges } from './audit-ranges.ts';
import { buildFinestModel } from './finest-model.ts';
import { createStateCheck, type State } from './states.ts';

const solver = await loadSolver();

/** Three parts of a total of 60 that is told; of the second, 20, it is told that it is `most` at most. */
function modelOf(most: number) {
  const open = Number.POSITIVE_INFINITY;
  return {
    truth: Float64Array.of(60, 5, 20, 35),
    low: Float64Array.of(60, 0, 0, 30),
    high: Float64Array.of(60, open, most, 40),
    sums: [{ parent: 0, children: [1, 2, 3] }],
    facts: [],
  };
}
const TARGETS = [{ quantity: 1, width: 10, top: 10 }];
const ask = (model: ReturnType<typeof modelOf>, states: State[] = []) =>
  auditRanges(model, TARGETS, solver, AUDIT_BUDGET, { states });

test('states found once show the same again without a run of the solver', () => {
  const states: State[] = [];
  expect(ask(modelOf(30), states).narrow).toEqual([]);
  const again = ask(modelOf(30), states);
  expect([again.narrow, again.statistics.runs]).toEqual([[], 0]);
});

test('what is told besides rules out the states that break it, and they show nothing any more', () => {
  const states: State[] = [];
  ask(modelOf(30), states);
  const tight = { ...modelOf(30), low: Float64Array.of(60, 0, 18, 33) };
  const isPossible = createStateCheck(buildFinestModel(tight));
  expect(states.some(isPossible)).toBe(false);
  expect(ask(tight, states)).toEqual(ask(tight));
  expect(ask(tight, states).narrow.map(({ range }) => range)).toEqual([{ low: 0, high: 9 }]);
});
