import { expect, test } from 'vitest';
import { loadSolver } from '../../../services/publisher/src/load-solver.ts';
import { tableOf } from '../../../test/support/protected-table.ts';
import { AUDIT_BUDGET } from './audit/audit.ts';
import { checkInput } from './check-input.ts';
import { buildCountSystem } from './count-system.ts';
import { buildLattice } from './lattice.ts';
import { ROUNDED_POLICY } from './policy.ts';
import { showHiddenInVain } from './show-hidden-in-vain.ts';

const solver = await loadSolver();

/** A total of 84; what is shown again beside it, a and e, when b of 15 and d of 25 were hidden besides c of 4. */
function shownAgain(isAllowed: boolean, budget = AUDIT_BUDGET): readonly string[] {
  const input = { ...tableOf({ a: 25, b: 15, c: 4, d: 25, e: 15 }), policy: ROUNDED_POLICY };
  const lattice = buildLattice(checkInput(input), input);
  const system = buildCountSystem(lattice, input);
  const flags = (...cells: readonly string[]) => {
    const groups = new Set(cells.map((id) => lattice.groupOfCell.get(id)));
    return lattice.groups.map(({ index }) => groups.has(index));
  };
  const pattern = { lattice, system, isShown: flags('all', 'a', 'e'), shares: [], policy: ROUNDED_POLICY };
  const inVain = { isWanted: flags('all', 'a', 'b', 'd', 'e'), isAllowed: () => isAllowed };
  const { groups } = showHiddenInVain(pattern, inVain, solver, budget, []);
  const codeOf = (group: number) => [...lattice.groupOfCell].find(([, index]) => index === group)?.[0] ?? '';
  return [...groups].map(codeOf);
}

test('of two hidden counts of which either may be shown, the larger one is, and not both', () => {
  expect(shownAgain(true)).toEqual(['d']);
});

test('nothing is shown again that was not asked to its end, or is not allowed', () => {
  expect(shownAgain(true, { ...AUDIT_BUDGET, wholeWork: 0 })).toEqual([]);
  expect(shownAgain(false)).toEqual([]);
});
