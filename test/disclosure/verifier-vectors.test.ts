import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { attackerRanges, type Lattice, type PublishedCount, parseSpec } from '@credlink/verifier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { roundCount } from '../../packages/disclosure/src/rules/round-count.ts';
import { CASE_FOLDER, hasCases, readCase } from './case-folder.ts';
import { engineRanges } from './engine-ranges.ts';
import { addressText, type MicroCase, microInput } from './micro-case.ts';
import { protect } from './protect.ts';

/** Public cases with stated answers; the verifier shares no code with the suppressor, so this is its own oracle. */

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

const cases = hasCases
  ? readdirSync(CASE_FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => Case.parse(JSON.parse(readFileSync(join(CASE_FOLDER, name), 'utf8'))))
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

const Range = z.object({ low: z.int(), high: z.int() });

const Rounding = z.object({
  shown: z.record(z.string(), z.int()),
  hidden: z.array(z.string()),
  rounding: z.object({ base: z.int(), half: z.literal('up') }),
  facts: z.object({
    shown_ranges: z.record(z.string(), z.tuple([z.int(), z.int()])),
    range: z.looseObject({ key: Key, low: z.int(), high: z.int() }),
  }),
});

const MixedFacts = z.looseObject({
  facts: z.looseObject({
    ab_alone: z.object({ ranges: z.array(Range.extend({ key: Key })) }),
  }),
});

const FlagFacts = z.looseObject({
  facts: z.looseObject({
    if_flags_differ: z.object({ ranges: z.array(Range.extend({ key: Key })) }),
  }),
});

describe.skipIf(!hasCases)('cases with questions of their own', () => {
  if (!hasCases) return;

  test('rounding: shown counts are the stated ranges, and leave the stated range for a hidden sibling', async () => {
    const { shown, hidden, rounding, facts } = readCase('rounding', Rounding);
    const policy = { ...ROUNDED_POLICY, counts: { minimum: 10, base: rounding.base } };
    for (const [code, [low, high]] of Object.entries(facts.shown_ranges)) {
      expect(roundCount(low, policy)).toEqual({ value: shown[code], low, high });
      expect(roundCount(high, policy)).toEqual({ value: shown[code], low, high });
      expect([low - 1, high + 1].map((n) => roundCount(n, policy).value)).not.toContain(shown[code]);
    }
    const spec = {
      threshold: 10,
      dims: { d: { total: 'T', parents: { a: 'T', b: 'T', c: 'T' } } },
      tables: [{ name: 't', dims: ['d'] }],
      rounding: { base: rounding.base, mode: 'nearest' },
    };
    const cells = [
      ...Object.entries(shown).map(([d, value]) => ({ table: 't', key: { d }, value })),
      ...hidden.map((d) => ({ table: 't', key: { d }, value: null })),
    ];
    const rangeFor = async (attacker: 'whole' | 'half_open') =>
      (await attackerRanges(parseSpec(spec, attacker).lattice, cells)).ranges.map(({ cell, range }) => ({
        key: cell.key,
        ...range,
      }));
    expect(await rangeFor('whole')).toEqual([facts.range]);
    // Real numbers: 105 - 55 - 25, an end that is not reached.
    expect(await rangeFor('half_open')).toEqual([{ ...facts.range, high: 25 }]);
  });

  test('shared-margin: one of its tables alone leaves the stated wider ranges', async () => {
    const vector = readCase('shared-margin', Case);
    const { facts } = readCase('shared-margin', MixedFacts);
    const alone = { ...vector, tables: vector.tables.filter(({ name }) => name === 'ab') };
    const cells = (vector.cells ?? [])
      .filter(({ table }) => table === 'ab')
      .map(({ table, key, count, shown }) => ({ table, key, value: shown ? count : null }));
    const { ranges } = await attackerRanges(latticeOf(alone), cells);
    const found = ranges.map(({ cell, range }) => ({ key: groupText(vector, cell.key), ...range }));
    for (const { key, low, high } of facts.ab_alone.ranges) {
      expect(found).toContainEqual({ key: groupText(vector, key), low, high });
    }
  });

  test('flag-code: flags that tell small from secondary would leave the stated narrow ranges', () => {
    const micro = readCase('flag-code', z.custom<MicroCase>());
    const { facts } = readCase('flag-code', FlagFacts);
    const known = new Map(
      (micro.cells ?? []).map(({ key, count, shown }) => {
        const flag = key.d === 'b' ? { low: 1, high: 9 } : { low: 10, high: Number.POSITIVE_INFINITY };
        return [`t ${addressText(key, micro.dims)}`, shown ? { low: count, high: count } : flag];
      }),
    );
    const found = engineRanges(microInput(micro), known);
    for (const { key, low, high } of facts.if_flags_differ.ranges) {
      expect(found.get(`t ${addressText(key, micro.dims)}`)).toEqual({ low, high });
    }
  });

  test('flag-code: what is released of the two hidden cells is the same', () => {
    const { cells } = protect(microInput(readCase('flag-code', z.custom<MicroCase>())));
    const outcome = (code: string) => cells.find(({ id }) => id === `t d=${code}`)?.outcome;
    expect(outcome('b')).toEqual({ status: 'suppressed' });
    expect(outcome('c')).toEqual(outcome('b'));
  });
});
