import { expect, test } from 'vitest';
import { loadSolver } from '../../../services/publisher/src/load-solver.ts';
import { besideEarlier, earlierRelease, type Then } from '../../../test/support/beside-earlier.ts';
import { cell } from '../../../test/support/protected-table.ts';
import { AUDIT_BUDGET } from './audit/audit.ts';
import { findCarriedChanges } from './carried-changes.ts';
import { checkInput } from './check-input.ts';
import { buildCountSystem } from './count-system.ts';
import { hideFewChanges } from './hide-few-changes.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice } from './lattice.ts';
import { ROUNDED_POLICY } from './policy.ts';
import { roundCount } from './rules/round-count.ts';

const solver = await loadSolver();

const shown = (n: number, apart: number): Then => ({ n, shown: true, apart });

/** Codes of the groups that go, where everything but `hidden` is shown. */
function goneOf(exact: ProtectInput, hidden: readonly string[] = []): readonly string[] {
  const earlier = exact.earlier.map((release) => ({
    ...release,
    cells: release.cells.map((each) => ({ ...each, shown: roundCount(each.n, ROUNDED_POLICY) })),
  }));
  const input = { ...exact, earlier, policy: ROUNDED_POLICY };
  const lattice = buildLattice(checkInput(input), input);
  const system = buildCountSystem(lattice, input);
  const codeOf = (group: number) => lattice.groups[group]?.address.d ?? '';
  const isShown = lattice.groups.map(
    ({ index, isPublishable }) => isPublishable && !hidden.includes(codeOf(index)),
  );
  const pattern = { lattice, system, isShown, shares: [], policy: ROUNDED_POLICY };
  const changes = findCarriedChanges(system);
  return [...hideFewChanges(pattern, changes, solver, AUDIT_BUDGET, []).groups].map(codeOf);
}

test('of a new total and two carried parts of which it tells that a few came, the total goes', () => {
  const input = besideEarlier(
    { a: 29, b: 29 },
    { t: ['a', 'b'] },
    { a: shown(20, 9), b: shown(20, 9), t: shown(40, 18) },
  );
  expect(goneOf(input)).toEqual(['t']);
  expect(goneOf(input, ['t'])).toEqual([]);
});

/**
 * Ten left x, nine of them for a. Another publisher tells the five of x. The total of both is carried like a, which two
 * tables show.
 */
function toldByCarried(left: number): ProtectInput {
  const input = besideEarlier(
    { a: 39, x: 6 - left },
    { u: ['a', 'x'] },
    { a: shown(30, 9), x: shown(15, 9 + left), u: shown(45, left) },
  );
  const again = cell('a again', [0], 39, { key: { d: 'a' }, table: 'other' });
  return {
    ...input,
    cells: [...input.cells, again],
    elsewhere: [{ population: 'persons', key: { d: 'x' } }],
  };
}

test('where nothing new tells it, the carried count that the least is lost with goes', () => {
  expect(goneOf(toldByCarried(1), ['x'])).toEqual(['u']);
});

test('what nothing can take back is not repeated: a count of the persons of one release that a few tell from another', () => {
  // Another publisher tells the 17: two to seven more than the 10 to 15 of the first release, in which five others were.
  const input = besideEarlier({ a: 17, b: 40 }, { t: ['a', 'b'] }, { a: shown(12, 15), b: shown(40, 0) });
  const second = earlierRelease('second', { a: shown(17, 0), b: shown(40, 0) });
  const elsewhere = [{ population: 'persons', key: { d: 'a' } }];
  expect(goneOf({ ...input, earlier: [...input.earlier, second], elsewhere })).toEqual(['a']);
});

test('a carried count of the very same persons does not: hiding it would take nothing back', () => {
  expect(goneOf(toldByCarried(0), ['x'])).toEqual(['a']);
});
