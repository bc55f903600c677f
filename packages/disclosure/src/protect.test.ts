import loader from 'highs';
import { expect, test } from 'vitest';
import type { Solver } from './audit/solver.ts';
import { CELL_LIMIT } from './cell-limit.ts';
import type { InputCell, ProtectInput } from './input.ts';
import { EXACT_POLICY, ROUNDED_POLICY } from './policy.ts';
import { protect as protectWith } from './protect.ts';

const load: unknown = loader;
if (!isLoader(load)) throw new TypeError('the solver has another form than expected');
const solver = await load();

function isLoader(value: unknown): value is () => Promise<Solver> {
  return typeof value === 'function';
}

const protect = (input: ProtectInput) => protectWith(input, solver);

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

test('a share is shown as a band, unless a side is too small or the band would tell it to one of two numbers', () => {
  const base = { use: 'base', population: 'employed' } as const;
  // Of 40 shown as 35 to 44: 10 to 15 % is 5 or 6 persons, 15 to 20 % is 6 to 8.
  const sizes = { n4: 4, n5: 5, n6: 6, n33: 33, n34: 34, n36: 36 };
  const weights = Array.from({ length: 40 }, () => 1);
  const first = (n: number) => [...weights.keys()].slice(0, n);
  const cells = [
    cell('all', first(40), 40),
    ...Object.entries(sizes).map(([id, n]) => cell(id, first(n), n, { ...base, key: { d: id } })),
  ];
  const shares = Object.keys(sizes).map((id) => ({
    id,
    numerator: id,
    denominator: 'all',
    suppliedByOthers: 100,
  }));
  const result = protect(tableOf({}, { atoms: everybodyVouched(weights), cells, shares }));
  expect(result.shares).toEqual([
    { id: 'n33', outcome: { status: 'ok', value: 0.825, low: 0.8, high: 0.85 } },
    { id: 'n34', outcome: { status: 'suppressed' } },
    { id: 'n36', outcome: { status: 'suppressed' } },
    { id: 'n4', outcome: { status: 'suppressed' } },
    { id: 'n5', outcome: { status: 'suppressed' } },
    { id: 'n6', outcome: { status: 'ok', value: 0.175, low: 0.15, high: 0.2 } },
  ]);
});

test('a share is withheld with a hidden count that is one of its parts', () => {
  const cells = [
    cell('all', [0, 1], 40),
    cell('some', [0], 8, { population: 'employed', key: { d: 'all' } }),
  ];
  const share = { id: 's', numerator: 'some', denominator: 'all', suppliedByOthers: 100 };
  const input = tableOf({}, { atoms: everybodyVouched([8, 32]), cells, shares: [share] });
  expect(protect(input).shares).toEqual([{ id: 's', outcome: { status: 'suppressed' } }]);
});

test('members nobody vouches for do not lift a cell over the minimum', () => {
  const status = (vouched: number) => {
    const atoms = { weights: Uint32Array.of(50, 60), vouched: Uint32Array.of(vouched, 60) };
    return shown({ ...tableOf({ a: 50, b: 60 }), atoms }).a;
  };
  expect([status(9), status(10)]).toEqual([null, 50]);
});

test('true counts: a hidden whole is told by shown parts of it when 9 persons of room are left, not when 10 are', () => {
  // Both are hidden, one employer being behind the first; each holds its 10 linked persons and at most all of the room.
  const withRoom = (first: number, second: number) => {
    const linked = { population: 'linked', priority: -1 };
    const cells = [
      cell('all', [0, 1, 2, 3], 20 + first + second),
      cell('a', [0, 1], 10 + first),
      cell('b', [2, 3], 10 + second),
      cell('linked a', [0], 10, { ...linked, key: { d: 'a' }, within: 'a' }),
      cell('linked b', [2], 10, { ...linked, key: { d: 'b' }, within: 'b' }),
    ];
    const result = shown({
      ...tableOf({}, { atoms: everybodyVouched([10, first, 10, second]), cells }),
      concentrations: [{ cell: 'a', contributors: 1, largestShare: 1 }],
      policy: EXACT_POLICY,
    });
    expect([result.a, result.b]).toEqual([null, null]);
    return [result.all, result['linked a'], result['linked b']];
  };
  expect(withRoom(5, 5)).toEqual([30, 10, 10]);
  expect(withRoom(5, 4)).toContain(null);
});

test('a part with persons whom the whole lacks is refused', () => {
  const outside = {
    ...tableOf({ a: 20, b: 30 }),
    cells: [cell('a', [0], 20, { within: 'b' }), cell('b', [1], 30)],
  };
  expect(() => protect(outside)).toThrow('not inside');
});

test('a count of some of a group that one organisation supplied needs 30 confirmed persons, that of all of it ten', () => {
  const linked = (n: number, suppliedByOthers: number) => {
    const cells = [
      cell('all', [0, 1], n + 60),
      cell('linked', [0], n, { population: 'linked', key: { d: 'all' }, suppliedByOthers }),
    ];
    const result = shown(tableOf({}, { atoms: everybodyVouched([n, 60]), cells }));
    expect(result.all).not.toBeNull();
    return result.linked;
  };
  expect([14, 15, 29, 30].map((n) => linked(n, 9))).toEqual([null, null, null, 30]);
  expect([9, 10, 14, 15].map((n) => linked(n, 10))).toEqual([null, 10, 10, 20]);
  expect(shown(tableOf({ a: 14, b: 60 })).a).toBe(10);
});

test('a hidden part is not told by thirty being the least that is shown of one organisation', () => {
  const withPart = (n: number, others: number | undefined) => {
    const issuer = others === undefined ? {} : { suppliedByOthers: others };
    const cells = [
      cell('all', [0, 1], n + 30, issuer),
      cell('part', [0], n, issuer),
      cell('thirty', [1], 30, issuer),
    ];
    const result = shown(tableOf({}, { atoms: everybodyVouched([n, 30]), cells }));
    expect(result.part).toBeNull();
    return [result.all, result.thirty];
  };
  // 30 and 30 leave a part of up to ten where 25 may be shown as 30, and of less than five where 30 are the least.
  expect([withPart(1, undefined), withPart(1, 10)]).toEqual([
    [30, 30],
    [30, 30],
  ]);
  expect(withPart(1, 9)).toContain(null);
  expect(withPart(9, 0)).toEqual([40, 30]);
});

test('nor by thirty being the least that has a share of one organisation', () => {
  const withShare = (suppliedByOthers: number) => {
    const cells = [
      cell('all', [0, 1, 2], 31),
      cell('part', [0], 1),
      cell('thirty', [1, 2], 30),
      cell('half', [1], 15, { population: 'half', key: { d: 'thirty' }, use: 'base' }),
    ];
    const share = { id: 's', numerator: 'half', denominator: 'thirty', suppliedByOthers };
    const result = protect(tableOf({}, { atoms: everybodyVouched([1, 15, 15]), cells, shares: [share] }));
    return [...result.cells, ...result.shares].filter(({ outcome }) => outcome.status === 'ok').length;
  };
  expect(withShare(10)).toBe(3);
  expect(withShare(9)).toBe(2);
});

test('true counts: a second cell is hidden with a small one, and neither the total nor both are', () => {
  expect(shown({ ...tableOf({ a: 9, b: 40, c: 30 }), policy: EXACT_POLICY })).toEqual({
    a: null,
    all: 79,
    b: 40,
    c: null,
  });
});

test('true counts: two small cells of 7 together take a third with them, 10 together do not', () => {
  const exact = (counts: Record<string, number>) => shown({ ...tableOf(counts), policy: EXACT_POLICY });
  expect(exact({ a: 50, b: 43, c: 4, d: 3 })).toEqual({ a: 50, all: 100, b: null, c: null, d: null });
  expect(exact({ a: 50, b: 43, c: 5, d: 5 })).toEqual({ a: 50, all: 103, b: 43, c: null, d: null });
});

test('true counts: a share is shown only with both sides at the full minimum', () => {
  const status = (numerator: number) => {
    const base = { use: 'base', population: 'employed', key: { d: 'all' } } as const;
    const cells = [cell('all', [0, 1], 40), cell('some', [0], numerator, base)];
    const share = { id: 's', numerator: 'some', denominator: 'all', suppliedByOthers: 100 };
    const atoms = everybodyVouched([numerator, 40 - numerator]);
    return protect(tableOf({}, { atoms, cells, shares: [share], policy: EXACT_POLICY })).shares[0]?.outcome
      .status;
  };
  expect([9, 10, 30, 31].map(status)).toEqual(['suppressed', 'ok', 'ok', 'suppressed']);
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

test('percentiles need 30 persons inside and 100 outside, in steps of 500 dollars', () => {
  const percentile = (population: string) => ({
    id: `pay ${population}`,
    variable: 'pay',
    population,
    values: [
      { p: 10, around: [1_514_999, 1_514_999, 1_524_999, 1_534_999, 1_534_999] },
      { p: 50, around: [3_000_000, 3_000_000, 3_025_000, 3_050_000, 3_050_000] },
    ],
  });
  const input = tableOf({ a: 29, b: 30, c: 99, d: 100 });
  const result = protect({ ...input, percentiles: ['a', 'b', 'c', 'd'].map(percentile) });
  const median = { p: 50, outcome: { status: 'ok', value: 3_050_000, low: 3_000_000, high: 3_100_000 } };
  const outer = { p: 10, outcome: { status: 'ok', value: 1_500_000, low: 1_450_000, high: 1_550_000 } };
  const no = (p: number) => ({ p, outcome: { status: 'suppressed' } });
  expect(result.percentiles).toEqual([
    { id: 'pay a', values: [no(10), no(50)] },
    { id: 'pay b', values: [no(10), median] },
    { id: 'pay c', values: [no(10), median] },
    { id: 'pay d', values: [outer, median] },
  ]);
});

test('a percentile whose neighbours say something else is hidden, one beside it is not', () => {
  const far = { p: 25, around: [1_000_000, 1_000_000, 2_000_000, 2_000_000, 2_100_000] };
  const near = { p: 50, around: [2_990_000, 2_995_000, 3_000_000, 3_005_000, 3_010_000] };
  const percentiles = [{ id: 'pay', variable: 'pay', population: 'all', values: [far, near] }];
  const [pay] = protect({ ...tableOf({ a: 40, b: 60 }), percentiles }).percentiles;
  expect(pay?.values.map(({ p, outcome }) => `${p} ${outcome.status}`)).toEqual(['25 suppressed', '50 ok']);
});

test('of two percentile groups 9 persons apart only the larger is shown, 10 apart both', () => {
  const median = (population: string) => ({
    id: population,
    variable: 'pay',
    population,
    values: [{ p: 50, around: new Array<number>(5).fill(100) }],
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

test('an insider who would be told the one other is not, at the price of one shown group', () => {
  // The insider holds 43 of a, shown as 40: 35 to 44 leave it 0 or 1 others. b and c hold none of its persons.
  const weights = [43, 1, 100, 100];
  const cells = [
    cell('all', [0, 1, 2, 3], 244),
    cell('a', [0, 1], 44),
    cell('b', [2], 100),
    cell('c', [3], 100),
    ...Array.from({ length: 400 }, (_, place) =>
      cell(`x${place}`, [2], 100, { table: 'other', population: `${place}` }),
    ),
  ];
  const input = tableOf({}, { atoms: everybodyVouched(weights), cells });
  const insiders = [{ name: 'issuer', members: Uint32Array.of(0) }];
  const told = protect(input);
  const kept = protect({ ...input, insiders });
  const outcome = (of: typeof told) => of.cells.find(({ id }) => id === 'a')?.outcome.status;
  const insiderCheck = (of: typeof told) => of.checks.find(({ id }) => id === 'B5');
  expect([outcome(told), insiderCheck(told)?.result]).toEqual(['ok', 'not_checked']);
  expect([outcome(kept), insiderCheck(kept)]).toEqual([
    'suppressed',
    expect.objectContaining({ result: 'not_checked', violations: 0 }),
  ]);
});

test('where true counts name the others, the release says so and stands', () => {
  const input = tableOf({ a: 36, others: 4, b: 60 });
  const [total, , , b] = input.cells;
  if (total === undefined || b === undefined) throw new TypeError('four cells');
  const cells = [total, cell('a', [0, 1], 40), b];
  const insiders = [{ name: 'issuer', members: Uint32Array.of(0) }];
  const { checks } = protect({ ...input, cells, insiders, policy: EXACT_POLICY });
  expect(checks.find(({ id }) => id === 'B5')).toMatchObject({ result: 'failed', violations: 1 });
});
