import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXACT_POLICY, ROUNDED_POLICY } from '@credlink/disclosure';
import { describe, expect, test } from 'vitest';
import { buildSpace, combine, createRankTest } from './attacker.ts';
import { CASE_FOLDER, hasCases } from './case-folder.ts';
import { withMinimum } from './cube.ts';
import { engineRanges } from './engine-ranges.ts';
import { addressText, type MicroCase, microInput } from './micro-case.ts';
import { protect } from './protect.ts';

function readCases(): readonly MicroCase[] {
  if (!hasCases) return [];
  return readdirSync(CASE_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name): MicroCase => JSON.parse(readFileSync(join(CASE_FOLDER, name), 'utf8')))
    .filter(({ cells }) => cells !== null);
}

/** What an attacker who adds and subtracts gets from a pattern of shown cells. */
function lookAt(micro: MicroCase, isShown: (id: string) => boolean) {
  const input = microInput(micro);
  const space = buildSpace(input);
  const isDerivable = createRankTest(
    input.cells.filter(({ id }) => isShown(id)).map(({ id }) => combine(space, [id], [])),
  );
  const hidden = input.cells.filter(({ id }) => !isShown(id));
  const byAddress = new Map(input.cells.map(({ id, key }) => [addressText(key, micro.dims), id]));
  const countOf = new Map(input.cells.map(({ id, n }) => [id, n]));
  const persons = (ids: readonly string[]) => ids.reduce((sum, id) => sum + (countOf.get(id) ?? 0), 0);
  return {
    exact: new Map(
      hidden
        .filter(({ id }) => isDerivable(combine(space, [id], [])))
        .map(({ id, key, n }) => [id, { address: addressText(key, micro.dims), n }]),
    ),
    remainder: (of: readonly string[], without: readonly string[]) => {
      const plus = of.map((address) => byAddress.get(address) ?? '');
      const minus = without.map((address) => byAddress.get(address) ?? '');
      return {
        isDerivable: isDerivable(combine(space, plus, minus)),
        persons: persons(plus) - persons(minus),
      };
    },
  };
}

const cases = readCases();

test.skipIf(!hasCases)(
  '16 micro-cases have cells (SKIPPED, with all of them, where ../shared/vectors is absent)',
  () => {
    expect(cases).toHaveLength(16);
  },
);

describe.each(cases.map((micro) => [micro.id, micro] as const))('%s', (_, micro) => {
  const given = new Map(
    (micro.cells ?? []).map(({ table, key, shown }) => [`${table} ${addressText(key, micro.dims)}`, shown]),
  );
  const elsewhere = (micro.facts.same_group_shown_elsewhere ?? []).map(({ key }) =>
    addressText(key, micro.dims),
  );

  const addressOf = (id: string) => id.slice(id.indexOf(' ') + 1);
  const shownElsewhere = new Set([...given.keys()].filter((id) => elsewhere.includes(addressOf(id))));

  test('the attacker finds the exact values and small groups that the case states, and no other exact value', () => {
    const found = lookAt(micro, (id) => given.get(id) === true);
    const stated = new Map(
      (micro.facts.exact ?? []).map(({ key, value }) => [addressText(key, micro.dims), value]),
    );
    const unexpected = [...found.exact.values()].filter(({ address }) => !elsewhere.includes(address));
    expect(new Map(unexpected.map(({ address, n }) => [address, n]))).toEqual(stated);
    for (const { persons, of, without } of micro.facts.remainders ?? []) {
      expect(found.remainder(of, without)).toEqual({ isDerivable: true, persons });
    }
  });

  test('after exact protection he finds none of them, and every shown cell reaches the threshold', () => {
    const input = microInput(micro);
    const result = protect(input);
    const shown = new Set(result.cells.filter(({ outcome }) => outcome.status === 'ok').map(({ id }) => id));
    expect(input.cells.filter(({ id, n }) => shown.has(id) && n < micro.threshold)).toEqual([]);
    const found = lookAt(micro, (id) => shown.has(id));
    expect(found.exact).toEqual(new Map());
    for (const { of, without } of micro.facts.remainders ?? []) {
      expect(found.remainder(of, without).isDerivable).toBe(false);
    }
  });

  test('the audit finds the stated range of every hidden cell', () => {
    const least = micro.zeros === 'open' ? 1 : 0;
    const known = new Map(
      microInput(micro).cells.map(({ id, n }) => [
        id,
        given.get(id) === true ? { low: n, high: n } : { low: least, high: Number.POSITIVE_INFINITY },
      ]),
    );
    const found = engineRanges(microInput(micro), known);
    const hidden = [...found].filter(([id]) => given.get(id) === false && !shownElsewhere.has(id));
    const stated = (micro.facts.ranges ?? []).map(({ key, low, high }) => [
      addressText(key, micro.dims),
      { low, high },
    ]);
    expect(hidden.map(([id, range]) => [addressOf(id), range]).sort()).toEqual(stated.sort());
  });

  test.each([
    ['true', EXACT_POLICY],
    ['rounded', ROUNDED_POLICY],
  ])('after protection of %s counts every hidden cell keeps a range of T that reaches T', (_name, method) => {
    const input = { ...microInput(micro), policy: withMinimum(method, micro.threshold) };
    const outcomes = new Map(protect(input).cells.map(({ id, outcome }) => [id, outcome]));
    const known = new Map(
      [...outcomes].flatMap(([id, outcome]) =>
        outcome.status === 'suppressed'
          ? []
          : [[id, { low: outcome.low, high: outcome.high + (outcome.high > outcome.low ? 1 : 0) }] as const],
      ),
    );
    const hidden = [...engineRanges(input, known)].filter(([id]) => !known.has(id));
    expect(hidden.length > 0).toBe(input.cells.some(({ n }) => n < micro.threshold));
    for (const [id, { low, high }] of hidden) {
      expect([id, high - low >= micro.threshold, high >= micro.threshold]).toEqual([id, true, true]);
    }
  });

  test('one group has one status in all tables', () => {
    const statuses = new Map<string, Set<string>>();
    for (const { id, outcome } of protect(microInput(micro)).cells) {
      const address = addressOf(id);
      statuses.set(address, (statuses.get(address) ?? new Set()).add(outcome.status));
    }
    expect([...statuses].filter(([, of]) => of.size > 1)).toEqual([]);
  });
});
