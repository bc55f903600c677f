import { expect, test } from 'vitest';
import type { ProtectInput } from './input.ts';
import { measureInsiders } from './measure-insiders.ts';
import type { Outcome } from './outcome.ts';
import { ROUNDED_POLICY } from './policy.ts';

/**
 * One insider holds `own` of the persons of `a`, which is shown rounded; `b` holds 60. `unknown` persons are in the same
 * cells as its own and are not its own.
 */
function lookOf(own: number, others: number, unknown = 0) {
  const weights = Uint32Array.of(own + unknown, others - unknown, 60);
  const cell = (id: string, members: readonly number[], n: number): ProtectInput['cells'][number] => ({
    id,
    table: 't',
    population: 'persons',
    key: { d: id },
    members: Uint32Array.from(members),
    n,
    priority: 0,
    use: 'publish',
  });
  const a = own + others;
  const input: ProtectInput = {
    atoms: { weights, vouched: weights },
    dimensions: {},
    cells: [cell('all', [0, 1, 2], a + 60), cell('a', [0, 1], a), cell('b', [2], 60)],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: ROUNDED_POLICY,
    earlier: [],
  };
  const outcomes = new Map<string, Outcome>([['a', { status: 'ok', value: 40, low: 35, high: 44 }]]);
  const insiders = [{ name: 'insider', members: Uint32Array.of(0), persons: Uint32Array.of(own) }];
  return measureInsiders({ ...input, insiders }, outcomes);
}

test('who holds 36 of a shown 40 must leave 0 to 8 others open', () => {
  expect(lookOf(36, 4)).toMatchObject({ insiders: 1, groups: 1, told: 0 });
  expect(lookOf(36, 4).choices.filter(({ groups }) => groups > 0)).toEqual([{ from: 5, groups: 1 }]);
});

test('who holds 42 of a shown 40 has three numbers left, who holds 43 has two and is told too much', () => {
  expect([lookOf(42, 1).told, lookOf(43, 1).told]).toEqual([0, 1]);
});

test('a group of which the insider holds nobody, or everybody, is not about others', () => {
  expect(lookOf(40, 0).groups).toBe(0);
});

test('an employer has those whom it pays of the persons who are in the same cells, and cannot have more', () => {
  expect([lookOf(42, 2, 1).told, lookOf(43, 1, 1).told]).toEqual([0, 1]);
  expect(lookOf(43, 1, 1)).toEqual(lookOf(43, 1));
  expect(() => lookOf(43, 2, -1)).toThrow(RangeError);
});
