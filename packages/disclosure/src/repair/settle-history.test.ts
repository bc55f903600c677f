import { expect, test } from 'vitest';
import { loadSolver } from '../../../../services/publisher/src/load-solver.ts';
import { leftBetween } from '../../../../test/support/beside-earlier.ts';
import { AUDIT_BUDGET } from '../audit/audit.ts';
import { guardSolver } from '../audit/guard-solver.ts';
import type { Solver } from '../audit/solver.ts';
import { checkInput } from '../check-input.ts';
import { buildCountSystem } from '../count-system.ts';
import { buildLattice } from '../lattice.ts';
import { findPrimaries } from '../primaries.ts';
import { repairExact } from './repair-exact.ts';
import { settleHistory } from './settle-history.ts';
import { REPAIR_BUDGET } from './widen-ranges.ts';

const solver = await loadSolver();
const broken = guardSolver({
  createModel() {
    throw new RangeError('no memory');
  },
});

/** The release of which two leave `a` a range of nine, with nothing left to spend on moves. */
function withoutMoves(auditor: Solver) {
  const input = leftBetween(5);
  const lattice = buildLattice(checkInput(input), input);
  const system = buildCountSystem(lattice, input);
  const heldBack = findPrimaries(lattice, [], input.policy).map(
    (isOne, group) => isOne || system.heldBack.has(group),
  );
  const budget = { ...REPAIR_BUDGET, work: 0 };
  const repaired = repairExact(lattice, heldBack, system, input, solver, budget);
  const nameOf = (group: number) => lattice.groups[group]?.address.d ?? '';
  return {
    open: repaired.open.length,
    known: lattice.groups.flatMap(({ index }) => (repaired.isKnown[index] === true ? [nameOf(index)] : [])),
    settled: settleHistory(lattice, system, repaired, auditor, AUDIT_BUDGET, input.policy),
    nameOf,
  };
}

test('where the repair comes to no end nothing is shown anew, and an audit proves that what is carried may stay', () => {
  const { open, known, settled } = withoutMoves(solver);
  expect([open > 0, known.includes('xy'), known.includes('az')]).toEqual([true, false, false]);
  expect([settled.narrow, settled.withheld.size]).toEqual([[], 0]);
});

test('where the audit comes to no end either nothing is carried, and what is open counts as narrow', () => {
  const { settled, nameOf } = withoutMoves(broken);
  expect([...settled.withheld].map(nameOf)).toEqual(['ax']);
  expect(settled.narrow.map(({ group }) => nameOf(group))).toContain('a');
});
