import { expect, test } from 'vitest';
import { protect } from '../../../test/disclosure/protect.ts';
import { cell, everybodyVouched, shown, tableOf } from '../../../test/support/protected-table.ts';
import { CELL_LIMIT } from './cell-limit.ts';
import type { InputCell, ProtectInput } from './input.ts';
import { EXACT_POLICY, ROUNDED_POLICY } from './policy.ts';

test('a count of 9 is hidden, 10 and 11 are shown as 10', () => {
  expect(shown(tableOf({ a: 9, b: 10, c: 11, d: 204 }))).toEqual({ a: null, all: 230, b: 10, c: 10, d: 200 });
});

test('an empty cell is hidden like a small one', () => {
  expect(shown(tableOf({ a: 0, b: 64, c: 65, d: 66 }))).toEqual({ a: null, all: 200, b: 60, c: 70, d: 70 });
});

test('a shown count comes with the true counts it may stand for, never below the minimum', () => {
  const { cells } = protect(tableOf({ a: 12, b: 37, c: 3, d: 80 }));
  expect(cells.find(({ id }) => id === 'a')?.outcome).toEqual({ status: 'ok', value: 10, low: 10, high: 14 });
  expect(cells.find(({ id }) => id === 'b')?.outcome).toEqual({ status: 'ok', value: 40, low: 35, high: 44 });
});

test('a hidden cell that its sum bounds to 5 takes the least important shown cell of the sum with it', () => {
  // 44 is shown as 40, so up to 45; less at least 25 and 15 leaves 0 to 5.
  expect(shown(tableOf({ a: 25, b: 15, c: 4 }))).toEqual({ a: 30, all: 40, b: null, c: null });
});

test('a hidden cell that its sum leaves 10 persons of room stays alone', () => {
  expect(shown(tableOf({ a: 25, b: 4 }))).toEqual({ a: 30, all: 30, b: null });
});

test('the order of the input changes no byte of the result', () => {
  const input = tableOf({ a: 3, b: 11, c: 20, d: 9, e: 0 });
  const reversed = { ...input, cells: input.cells.toReversed() };
  expect(JSON.stringify(protect(reversed))).toBe(JSON.stringify(protect(input)));
});

test('members nobody vouches for do not lift a cell over the minimum', () => {
  const status = (vouched: number) => {
    const atoms = { weights: Uint32Array.of(50, 60), vouched: Uint32Array.of(vouched, 60) };
    return shown({ ...tableOf({ a: 50, b: 60 }), atoms }).a;
  };
  expect([status(9), status(10)]).toEqual([null, 50]);
});

test('a part with persons whom the whole lacks is refused', () => {
  const outside = {
    ...tableOf({ a: 20, b: 30 }),
    cells: [cell('a', [0], 20, { within: 'b' }), cell('b', [1], 30)],
  };
  expect(() => protect(outside)).toThrow('not inside');
});

test('one set of persons under two names has one status', () => {
  // Body i issues credential x alone; y is small, and x must go with it.
  const at = (id: string, members: readonly number[], n: number, key: Record<string, string>) =>
    cell(id, members, n, { key });
  const cells = [
    at('all', [0, 1, 2], 95, {}),
    at('x', [0], 30, { credential: 'x' }),
    at('y', [1], 5, { credential: 'y' }),
    at('z', [2], 60, { credential: 'z' }),
    at('i', [0], 30, { body: 'i' }),
    at('j', [1, 2], 65, { body: 'j' }),
  ];
  const result = shown(tableOf({}, { atoms: everybodyVouched([30, 5, 60]), cells, policy: EXACT_POLICY }));
  expect(result.x).toBe(result.i);
  expect(result).toMatchObject({ all: 95, y: null });
});

test('a policy that would protect nobody is refused', () => {
  const policy = { ...ROUNDED_POLICY, counts: { minimum: 0, base: 10 } };
  expect(() => protect({ ...tableOf({ a: 50, b: 60 }), policy })).toThrow(RangeError);
});

test('what was not checked says so', () => {
  const { checks } = protect(tableOf({ a: 50, b: 60 }));
  expect(checks.map(({ id, result }) => `${id} ${result}`)).toEqual([
    'B1 passed',
    'B2 passed',
    'B3 passed',
    'B4 passed',
    'B5 not_checked',
    'B6 passed',
    'B7 passed',
    'B8 not_checked',
    'B9 not_checked',
    'B10 passed',
  ]);
});

test('a base cell is never published itself', () => {
  const input = tableOf({ a: 50, b: 60 });
  const cells = input.cells.map((each) => ({ ...each, use: each.id === 'a' ? ('base' as const) : each.use }));
  expect(protect({ ...input, cells }).cells.map(({ id }) => id)).toEqual(['all', 'b']);
});

test('a concentrated cell is hidden whatever its size', () => {
  const input = tableOf({ a: 100, b: 200, c: 300 });
  const facts = (largestShare: number, contributors: number) =>
    shown({ ...input, concentrations: [{ cell: 'a', contributors, largestShare }] }).a;
  expect([facts(0.8, 3), facts(0.81, 3), facts(0.8, 2)]).toEqual([100, null, null]);
});

test('input that contradicts itself is refused', () => {
  const input = tableOf({ a: 20, b: 30 });
  const [total, a, b] = input.cells;
  if (total === undefined || a === undefined || b === undefined) throw new TypeError('three cells');
  const refuse = (changes: Partial<ProtectInput>) => expect(() => protect({ ...input, ...changes }));
  refuse({ cells: [total, a, { ...b, n: 31 }] }).toThrow('cell count differs');
  refuse({ cells: [total, a, a] }).toThrow('duplicate cell id');
  const pay = (around: readonly number[]) => ({
    percentiles: [{ id: 'pay', variable: 'pay', population: 'a', values: [{ p: 50, around }] }],
  });
  refuse(pay([1, 2, 3])).toThrow('without the amounts of its ranks');
  refuse(pay([1, 2, 3, 4, 5, 6])).toThrow('without the amounts of its ranks');
  refuse(pay([1, 2, 4, 3, 5])).toThrow('without the amounts of its ranks');
  refuse({ cells: new Array<InputCell>(CELL_LIMIT + 1).fill(a) }).toThrow(`more than ${CELL_LIMIT} cells`);
  refuse({ cells: [total, a, { ...b, members: Uint32Array.of(7), n: 0 }] }).toThrow('unknown atom');
  const described = { d: { total: 'all', mustNest: true, trees: [{ a: 'all', b: 'all' }] } };
  const short = [{ ...total, members: Uint32Array.of(0), n: 20 }, a, b];
  refuse({ cells: short, dimensions: described }).toThrow('its total lacks');
  refuse({ atoms: { weights: Uint32Array.of(20, 30), vouched: Uint32Array.of(20, 31) } }).toThrow(
    'more vouched',
  );
  refuse({ shares: [{ id: 's', numerator: 'a', denominator: 'x', suppliedByOthers: 100 }] }).toThrow(
    'unknown cell',
  );
  refuse({ shares: [{ id: 's', numerator: 'a', denominator: 'b', suppliedByOthers: 100 }] }).toThrow(
    'not inside its denominator',
  );
  refuse({ dimensions: { d: { total: 'all', mustNest: true, trees: [{ a: 'b', b: 'a' }] } } }).toThrow(
    'cycle',
  );
  refuse({ dimensions: { d: { total: 'all', mustNest: true, trees: [{ a: 'all' }] } } }).toThrow(
    'outside its trees',
  );
});
