import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackerRanges, type Lattice, type PublishedCount, parseSpec } from '@credlink/verifier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

/** Public cases with stated answers; the verifier shares no code with the suppressor, so this is its own oracle. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors', 'disclosure');

const Key = z.record(z.string(), z.string());
const Case = z.looseObject({
  id: z.string(),
  threshold: z.int(),
  zeros: z.enum(['hidden', 'open']),
  dims: z.record(z.string(), z.looseObject({ total: z.string(), trees: z.array(Key) })),
  tables: z.array(z.looseObject({ name: z.string(), dims: z.array(z.string()) })),
  cells: z
    .array(z.looseObject({ table: z.string(), key: Key, count: z.int(), shown: z.boolean() }))
    .nullish(),
  facts: z.looseObject({
    exact: z.array(z.looseObject({ key: Key, value: z.int() })).optional(),
    same_group_shown_elsewhere: z.array(z.looseObject({ key: Key, value: z.int() })).optional(),
    ranges: z.array(z.looseObject({ key: Key, low: z.int(), high: z.int() })).optional(),
    remainders: z.array(z.looseObject({ persons: z.int() })).optional(),
  }),
});
type Case = z.infer<typeof Case>;

const cases = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => Case.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))))
  : [];

test.skipIf(cases.length === 0)('20 cases are there (SKIPPED where ../shared/vectors is absent)', () => {
  expect(cases.length).toBe(20);
});

function latticeOf(vector: Case): Lattice {
  const spec = {
    threshold: vector.threshold,
    dims: Object.fromEntries(
      Object.entries(vector.dims).map(([name, { total, trees }]) => [name, { total, hierarchies: trees }]),
    ),
    tables: vector.tables.map(({ name, dims }) => ({ name, dims })),
  };
  return { ...parseSpec(spec, 'whole').lattice, areZerosOpen: vector.zeros === 'open' };
}

/** The key without its totals, codes in the order of their dimensions: one text for one group. */
function groupText(vector: Case, key: Readonly<Record<string, string>>): string {
  return Object.entries(key)
    .filter(([name, code]) => vector.dims[name]?.total !== code)
    .map(([name, code]) => `${name}=${code}`)
    .sort()
    .join(' ');
}

describe.each(cases.filter(({ cells }) => Array.isArray(cells)))('$id', (vector) => {
  const cells: PublishedCount[] = (vector.cells ?? []).map(({ table, key, count, shown }) => ({
    table,
    key,
    value: shown ? count : null,
  }));

  test('every hidden cell has the stated range, and the stated ones follow exactly', async () => {
    const answers = await attackerRanges(latticeOf(vector), cells);
    const found = answers.ranges.map(({ cell, range }) => ({ key: groupText(vector, cell.key), ...range }));
    for (const { key, low, high } of vector.facts.ranges ?? []) {
      expect(found).toContainEqual({ key: groupText(vector, key), low, high });
    }
    const { exact = [], same_group_shown_elsewhere: elsewhere = [] } = vector.facts;
    const known = [...answers.derivable, ...answers.shownElsewhere].map(({ cell, value }) => ({
      key: groupText(vector, cell.key),
      value,
    }));
    const stated = [...exact, ...elsewhere].map(({ key, value }) => ({ key: groupText(vector, key), value }));
    const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
    expect(known.sort(byKey)).toEqual(stated.sort(byKey));
  });

  test('groups below the threshold follow just where some are stated', async () => {
    const { remainders } = await attackerRanges(latticeOf(vector), cells);
    const stated = new Set((vector.facts.remainders ?? []).map(({ persons }) => persons));
    expect(new Set(remainders)).toEqual(stated);
  });
});

test('rounded counts are ranges: what a hidden sibling is left with', async () => {
  const spec = {
    threshold: 10,
    dims: { d: { total: 'T', parents: { a: 'T', b: 'T', c: 'T' } } },
    tables: [{ name: 't', dims: ['d'] }],
    rounding: { base: 10, mode: 'nearest' },
  };
  const shown = { T: 100, a: 60, b: 30, c: null };
  const cells = Object.entries(shown).map(([d, value]) => ({ table: 't', key: { d }, value }));
  const rangeFor = async (attacker: 'whole' | 'half_open') =>
    (await attackerRanges(parseSpec(spec, attacker).lattice, cells)).ranges[0]?.range;
  expect(await rangeFor('whole')).toEqual({ low: 0, high: 24 });
  // 105 - 55 - 25, an end that is not reached.
  expect(await rangeFor('half_open')).toEqual({ low: 0, high: 25 });
});
