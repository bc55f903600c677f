import { EXACT_POLICY, protect, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { attack, BEFORE_CLOSING, type Publisher, publish, QUARTERS } from './release-series.ts';

/**
 * Attack A4 over a series: somebody who keeps every release of true counts, and has a list of the groups that nobody
 * joined or left, solves two of them together with the verifier's linear programs. On a publisher that looks at the
 * releases one by one the same attack must succeed: otherwise this test proves nothing.
 */
const solver = await loadSolver();
const together: Publisher = (input) => protect(input, solver).cells;
/** Forgets what the older releases told. */
const oneByOne: Publisher = (input) => together({ ...input, earlier: [] });

test('three releases of true counts tell no hidden count to somebody who keeps them', async () => {
  const found = await attack(await publish(QUARTERS, EXACT_POLICY, together));
  expect(found).toHaveLength(8);
  expect(found.filter(([, result]) => result !== 'passed')).toEqual([]);
}, 240_000);

test('and do where each is made by itself', async () => {
  const found = await attack(await publish(QUARTERS.slice(0, 2), EXACT_POLICY, oneByOne));
  expect(found.filter(([, result]) => result === 'failed').map(([id]) => id)).toContain('B4-both');
}, 240_000);

const OF_HIDDEN = ['B2-both', 'B3-both', 'B4-both'];

/** On a publisher that does not know how totals added up before the cohort closed the attack succeeds on both pairs. */
test.each([
  ['true counts, others came and went besides', EXACT_POLICY, QUARTERS.slice(1, 2)],
  ['rounded counts, nobody else came', ROUNDED_POLICY, QUARTERS.slice(0, 1)],
])(
  'nor do two where a cohort closed in between: %s',
  async (_, policy, after) => {
    const found = await attack(await publish([BEFORE_CLOSING, ...after], policy, together));
    expect(found.filter(([id, result]) => OF_HIDDEN.includes(id) && result !== 'passed')).toEqual([]);
  },
  240_000,
);
