import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EarlierRelease, Outcome, ProtectInput } from '@credlink/disclosure';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { describe, expect, test } from 'vitest';
import { protect } from './protect.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors', 'disclosure');
const TOTAL = 'T';

type Counts = Readonly<Record<string, number>>;
type Earlier = Readonly<Record<string, { readonly n: number; readonly value: number | null }>>;

function readTwoReleases(id: string): TwoReleases {
  const file: TwoReleases = JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));
  return file;
}

/** A table of one dimension, `counts` by leaf, with what an earlier release said of the same addresses. */
function tableOf(counts: Counts, earlier: Earlier | null, apart: Counts): ProtectInput {
  const leaves = Object.keys(counts);
  const weights = Uint32Array.from(leaves, (leaf) => counts[leaf] ?? 0);
  const cell = (code: string, members: readonly number[]): ProtectInput['cells'][number] => ({
    id: code,
    table: 't',
    population: 'persons',
    key: { d: code },
    members: Uint32Array.from(members),
    n: members.reduce((sum, atom) => sum + (weights[atom] ?? 0), 0),
    priority: 0,
    use: 'publish',
  });
  const release: EarlierRelease | null = earlier && {
    id: 'first',
    cells: Object.entries(earlier).map(([code, { n, value }]) => ({
      population: 'persons',
      key: { d: code },
      n,
      shown: value === null ? null : { value, low: Math.max(10, value - 5), high: value + 4 },
      set: 'first',
      apart: apart[code] ?? 0,
    })),
  };
  return {
    atoms: { weights, vouched: weights },
    dimensions: {
      d: { total: TOTAL, mustNest: true, trees: [Object.fromEntries(leaves.map((leaf) => [leaf, TOTAL]))] },
    },
    cells: [cell(TOTAL, [...leaves.keys()]), ...leaves.map((leaf, atom) => cell(leaf, [atom]))],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: ROUNDED_POLICY,
    earlier: release === null ? [] : [release],
  };
}

function outcomesOf(input: ProtectInput): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(protect(input).cells.map(({ id, outcome }) => [id, outcome]));
}

const FIRST = { [TOTAL]: { n: 100, value: 100 }, a: { n: 40, value: 40 }, b: { n: 60, value: 60 } };

test('three persons more leave the figure as it was, and say that it is the earlier one', () => {
  const outcomes = outcomesOf(tableOf({ a: 43, b: 60 }, FIRST, { [TOTAL]: 3, a: 3 }));
  expect([outcomes.a, outcomes[TOTAL]]).toEqual([
    { status: 'carried', value: 40, low: 35, high: 44 },
    { status: 'carried', value: 100, low: 95, high: 104 },
  ]);
});

test('a figure changes from ten persons on, not from nine', () => {
  const statusAt = (more: number) =>
    outcomesOf(tableOf({ a: 40 + more, b: 60 }, FIRST, { [TOTAL]: more, a: more })).a?.status;
  expect([0, 1, 9, 10].map(statusAt)).toEqual(['carried', 'carried', 'carried', 'ok']);
});

test('what fell under the minimum keeps its figure when few persons left', () => {
  const first = { [TOTAL]: { n: 72, value: 70 }, a: { n: 12, value: 10 }, b: { n: 60, value: 60 } };
  const outcomes = outcomesOf(tableOf({ a: 9, b: 60 }, first, { [TOTAL]: 3, a: 3 }));
  expect(outcomes.a).toEqual({ status: 'carried', value: 10, low: 10, high: 14 });
});

test('a count that was hidden is not shown later for the very same persons', () => {
  const first = {
    [TOTAL]: { n: 115, value: 120 },
    a: { n: 50, value: null },
    b: { n: 5, value: null },
    c: { n: 60, value: 60 },
  };
  const outcomes = outcomesOf(tableOf({ a: 50, b: 5, c: 90 }, first, { [TOTAL]: 30, c: 30 }));
  expect([outcomes.a?.status, outcomes.b?.status]).toEqual(['suppressed', 'suppressed']);
});

test('a figure keeps the value of any release that few persons came or went since, not of the last alone', () => {
  const input = tableOf({ a: 40, b: 60 }, FIRST, {});
  const second = tableOf({ a: 40, b: 60 }, { a: { n: 60, value: 60 } }, { a: 20 }).earlier.map((release) => ({
    ...release,
    id: 'second',
    cells: release.cells.map((cell) => ({ ...cell, set: 'second' })),
  }));
  const { cells } = protect({ ...input, earlier: [...input.earlier, ...second] });
  expect(cells.find(({ id }) => id === 'a')).toMatchObject({
    outcome: { status: 'carried', value: 40 },
    from: 'first',
  });
});

describe.skipIf(!existsSync(FOLDER))('public cases', () => {
  test('two-releases: what must not change does not', () => {
    const { releases, facts } = readTwoReleases('two-releases');
    const [before, after] = releases;
    const { [TOTAL]: _, ...counts } = after;
    const earlier = Object.fromEntries(Object.entries(before).map(([code, n]) => [code, { n, value: n }]));
    const apart = Object.fromEntries(
      facts.must_not_change.map(({ key, members_changed }) => [key.d ?? TOTAL, members_changed]),
    );
    const outcomes = outcomesOf(tableOf(counts, earlier, apart));
    for (const { key } of facts.must_not_change) {
      const code = key.d ?? TOTAL;
      expect(outcomes[code]).toMatchObject({ status: 'carried', value: before[code] });
    }
  });
});

type TwoReleases = {
  readonly releases: readonly [Counts, Counts];
  readonly facts: {
    readonly must_not_change: readonly {
      readonly key: { readonly d?: string };
      readonly members_changed: number;
    }[];
  };
};
