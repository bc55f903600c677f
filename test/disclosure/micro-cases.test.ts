import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildSpace, combine, createRankTest } from './attacker.ts';
import { addressText, type MicroCase, microInput } from './micro-case.ts';
import { protect } from './protect.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors', 'disclosure');
const isThere = existsSync(FOLDER);

function readCases(): readonly MicroCase[] {
  if (!isThere) return [];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name): MicroCase => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')))
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

test.skipIf(!isThere)(
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

  test('one group has one status in all tables', () => {
    const statuses = new Map<string, Set<string>>();
    for (const { id, outcome } of protect(microInput(micro)).cells) {
      const address = id.slice(id.indexOf(' ') + 1);
      statuses.set(address, (statuses.get(address) ?? new Set()).add(outcome.status));
    }
    expect([...statuses].filter(([, of]) => of.size > 1)).toEqual([]);
  });
});
