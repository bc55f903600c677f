import { expect, test } from 'vitest';
import { protect } from '../../../test/disclosure/protect.ts';
import { cell, everybodyVouched, shown, tableOf } from '../../../test/support/protected-table.ts';
import { EXACT_POLICY } from './policy.ts';

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
