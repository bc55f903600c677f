import { expect, test } from 'vitest';
import type { InputCell, ProtectInput } from './input.ts';
import { ROUNDED_POLICY } from './policy.ts';
import { protect } from './protect.ts';

/** A table of one dimension whose codes hold the given numbers of persons, each code one atom, with its total. */
function tableOf(
  counts: Readonly<Record<string, number>>,
  changes: Partial<ProtectInput> = {},
): ProtectInput {
  const codes = Object.keys(counts);
  const cells = codes.map((code, atom) => cell(code, [atom], counts[code] ?? 0));
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return {
    atoms: everybodyVouched(Object.values(counts)),
    dimensions: {},
    cells: [cell('all', [...codes.keys()], total), ...cells],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: ROUNDED_POLICY,
    earlier: [],
    ...changes,
  };
}

function everybodyVouched(weights: readonly number[]): ProtectInput['atoms'] {
  return { weights: Uint32Array.from(weights), vouched: Uint32Array.from(weights) };
}

function cell(
  code: string,
  members: readonly number[],
  n: number,
  changes: Partial<InputCell> = {},
): InputCell {
  return {
    id: code,
    table: 't',
    population: 'persons',
    key: { d: code },
    members: Uint32Array.from(members),
    n,
    priority: 0,
    use: 'publish',
    ...changes,
  };
}

function shown(input: ProtectInput): Record<string, number | null> {
  return Object.fromEntries(
    protect(input).cells.map(({ id, outcome }) => [id, outcome.status === 'ok' ? outcome.value : null]),
  );
}

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

test('a share is shown as a band when both sides reach 5', () => {
  const base = { use: 'base', population: 'employed' } as const;
  const cells = [
    cell('all', [0, 1, 2, 3], 40),
    cell('n4', [0], 4, { ...base, key: { d: 'n4' } }),
    cell('n5', [0, 1], 5, { ...base, key: { d: 'n5' } }),
    cell('n35', [2, 3], 35, { ...base, key: { d: 'n35' } }),
    cell('n36', [1, 2, 3], 36, { ...base, key: { d: 'n36' } }),
  ];
  const shares = cells.slice(1).map(({ id }) => ({ id: `${id} of 40`, numerator: id, denominator: 'all' }));
  const result = protect(tableOf({}, { atoms: everybodyVouched([4, 1, 5, 30]), cells, shares }));
  expect(result.shares).toEqual([
    { id: 'n35 of 40', outcome: { status: 'ok', value: 0.875, low: 0.85, high: 0.9 } },
    { id: 'n36 of 40', outcome: { status: 'suppressed' } },
    { id: 'n4 of 40', outcome: { status: 'suppressed' } },
    { id: 'n5 of 40', outcome: { status: 'ok', value: 0.125, low: 0.1, high: 0.15 } },
  ]);
});

test('a base cell is never published itself', () => {
  const input = tableOf({ a: 50, b: 60 });
  const cells = input.cells.map((each) => ({ ...each, use: each.id === 'a' ? ('base' as const) : each.use }));
  expect(protect({ ...input, cells }).cells.map(({ id }) => id)).toEqual(['all', 'b']);
});

test('percentiles need 30 persons inside and 100 outside, in steps of 500 dollars', () => {
  const percentile = (population: string) => ({
    id: `pay ${population}`,
    variable: 'pay',
    population,
    values: [
      { p: 10, cents: 1_524_999 },
      { p: 50, cents: 3_025_000 },
    ],
  });
  const input = tableOf({ a: 29, b: 30, c: 99, d: 100 });
  const result = protect({ ...input, percentiles: ['a', 'b', 'c', 'd'].map(percentile) });
  const median = { p: 50, outcome: { status: 'ok', value: 3_050_000, low: 3_025_000, high: 3_075_000 } };
  const outer = { p: 10, outcome: { status: 'ok', value: 1_500_000, low: 1_475_000, high: 1_525_000 } };
  const no = (p: number) => ({ p, outcome: { status: 'suppressed' } });
  expect(result.percentiles).toEqual([
    { id: 'pay a', values: [no(10), no(50)] },
    { id: 'pay b', values: [no(10), median] },
    { id: 'pay c', values: [no(10), median] },
    { id: 'pay d', values: [outer, median] },
  ]);
});

test('of two percentile groups 9 persons apart only the larger is shown, 10 apart both', () => {
  const median = (population: string) => ({
    id: population,
    variable: 'pay',
    population,
    values: [{ p: 50, cents: 100 }],
  });
  const statuses = (apart: number) => {
    const input = tableOf({ a: 40, b: apart });
    return protect({ ...input, percentiles: [median('all'), median('a')] }).percentiles.map(
      ({ id, values }) => `${id} ${values[0]?.outcome.status}`,
    );
  };
  expect(statuses(9)).toEqual(['a suppressed', 'all ok']);
  expect(statuses(10)).toEqual(['a ok', 'all ok']);
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
  refuse({ cells: [total, a, { ...b, members: Uint32Array.of(7), n: 0 }] }).toThrow('unknown atom');
  const described = { d: { total: 'all', mustNest: true, trees: [{ a: 'all', b: 'all' }] } };
  const short = [{ ...total, members: Uint32Array.of(0), n: 20 }, a, b];
  refuse({ cells: short, dimensions: described }).toThrow('its total lacks');
  refuse({ atoms: { weights: Uint32Array.of(20, 30), vouched: Uint32Array.of(20, 31) } }).toThrow(
    'more vouched',
  );
  refuse({ shares: [{ id: 's', numerator: 'a', denominator: 'x' }] }).toThrow('unknown cell');
  refuse({ shares: [{ id: 's', numerator: 'a', denominator: 'b' }] }).toThrow('not inside its denominator');
  refuse({ dimensions: { d: { total: 'all', mustNest: true, trees: [{ a: 'b', b: 'a' }] } } }).toThrow(
    'cycle',
  );
  refuse({ dimensions: { d: { total: 'all', mustNest: true, trees: [{ a: 'all' }] } } }).toThrow(
    'outside its trees',
  );
});
