import { expect, test } from 'vitest';
import { checkPersons } from './check-persons.ts';
import { checkCounts } from './check-release.ts';
import { highsSolver } from './highs-solver.ts';
import type { PublishedCount } from './lattice.ts';
import type { Person } from './members.ts';
import { parseSpec } from './parse-spec.ts';

const LIMITS = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };

const { lattice } = parseSpec(
  {
    threshold: 10,
    dims: { d: { total: 'T', parents: { a: 'T', b: 'T' } } },
    tables: [{ name: 't', dims: ['d'] }],
  },
  'whole',
);

function persons(code: string, issuer: string, from: number, to: number): Person[] {
  return Array.from({ length: to - from }, (_, i) => ({
    person: `${code}${from + i}`,
    columns: { person: `${code}${from + i}`, d: code, issuer },
  }));
}

/** 36 of 40 persons of `a` are one issuer's. */
const ROSTER = [...persons('a', 'I1', 0, 36), ...persons('a', 'I2', 36, 40), ...persons('b', 'I2', 0, 60)];

const cells = (a: number, b: number, carried = false): PublishedCount[] => [
  { table: 't', key: { d: 'T' }, value: a + b },
  { table: 't', key: { d: 'a' }, value: a, isCarried: carried },
  { table: 't', key: { d: 'b' }, value: b },
];

async function kindsOf(
  published: readonly PublishedCount[],
  roster: readonly Person[],
  previous: { cells: readonly PublishedCount[]; persons: readonly Person[] | null } | null = null,
) {
  const solver = await highsSolver();
  const { checked } = await checkCounts(lattice, published, solver, LIMITS);
  const evidence = { persons: roster, insiderColumns: ['issuer'], maxInsiders: 10, previous };
  const { findings } = await checkPersons(lattice, checked, evidence, solver, LIMITS);
  return findings.map(({ check, kind, of, range }) => [check, kind, of[0]?.key.d, range?.low, range?.high]);
}

test('an issuer that holds 36 of a shown 40 sees that the others are 4', async () => {
  expect(await kindsOf(cells(40, 60), ROSTER)).toEqual([['B5', 'issuer_few_others', 'a', 4, 4]]);
});

test('a shown count is that of the persons, or is a finding', async () => {
  expect(await kindsOf(cells(41, 60), ROSTER)).toContainEqual([
    'B1',
    'other_count',
    'a',
    undefined,
    undefined,
  ]);
  expect(await kindsOf(cells(40, 60), ROSTER.slice(32))).toContainEqual([
    'B1',
    'below_minimum',
    'a',
    undefined,
    undefined,
  ]);
});

test('a figure may change by 10 members, not by 3; a carried one is the earlier one', async () => {
  const before = { cells: cells(40, 60), persons: ROSTER };
  const history = async (a: number, more: number, carried = false) =>
    (await kindsOf(cells(a, 60, carried), [...ROSTER, ...persons('a', 'I2', 40, 40 + more)], before))
      .filter(([check]) => check === 'B9')
      .map(([, kind, code]) => [kind, code]);
  expect(await history(43, 3)).toEqual([
    ['changed_by_few', 'T'],
    ['changed_by_few', 'a'],
  ]);
  expect(await history(50, 10)).toEqual([]);
  expect(await history(43, 3, true)).toContainEqual(['carried_but_differs', 'a']);
});

test('a change by 3 is not one since the figure before, where that was carried from a release still older', async () => {
  const roster = [...ROSTER, ...persons('a', 'I2', 40, 43)];
  const before = (carried: boolean) => ({ cells: cells(32, 60, carried), persons: ROSTER });
  const found = async (carried: boolean) =>
    (await kindsOf(cells(43, 60), roster, before(carried))).filter(
      ([check, , code]) => check === 'B9' && code === 'a',
    );
  expect(await found(false)).toHaveLength(1);
  expect(await found(true)).toEqual([]);
});

test('a carried figure that the release before withheld is of one still older, where there was one', async () => {
  const found = async (carriesOthers: boolean) => {
    const before = cells(32, 60, carriesOthers).map((cell) =>
      cell.key.d === 'b' ? { table: 't', key: { d: 'b' }, value: null } : cell,
    );
    const now = cells(32, 60).map((cell) => (cell.key.d === 'b' ? { ...cell, isCarried: true } : cell));
    return (await kindsOf(now, ROSTER, { cells: before, persons: ROSTER })).filter(
      ([check, kind]) => check === 'B9' && kind === 'carried_but_differs',
    );
  };
  expect(await found(true)).toEqual([]);
  expect(await found(false)).toHaveLength(1);
});

test('what is done of an insider shows before it is done with, and never goes back', async () => {
  const hidden = [
    { table: 't', key: { d: 'T' }, value: 100 },
    { table: 't', key: { d: 'a' }, value: null },
    { table: 't', key: { d: 'b' }, value: null },
  ];
  const solver = await highsSolver();
  const { checked } = await checkCounts(lattice, hidden, solver, LIMITS);
  const shares: number[] = [];
  await checkPersons(
    lattice,
    checked,
    { persons: ROSTER, insiderColumns: ['issuer'], maxInsiders: 2, previous: null },
    solver,
    { ...LIMITS, onProgress: (done, total) => shares.push(done / total) },
  );
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.filter((share) => share > 0 && share < 0.5)).not.toEqual([]);
  expect(shares.at(-1)).toBe(1);
});
