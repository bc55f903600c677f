import { EXACT_POLICY, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { protect } from './protect.ts';

type Counts = Readonly<Record<string, number>>;

/** A table of one dimension, `counts` by leaf, of which others publish the counts at the codes named. */
function tableOf(counts: Counts, elsewhere: readonly string[], policy = ROUNDED_POLICY): ProtectInput {
  const leaves = Object.keys(counts);
  const weights = Uint32Array.from(Object.values(counts));
  const cell = (code: string, members: readonly number[]): ProtectInput['cells'][number] => ({
    id: code,
    table: 't',
    population: 'persons',
    key: { d: code },
    members: Uint32Array.from(members),
    n: members.reduce((sum, atom) => sum + (weights[atom] ?? 0), 0),
    priority: code === 'all' ? 1 : 0,
    use: 'publish',
  });
  return {
    atoms: { weights, vouched: weights },
    dimensions: {},
    cells: [cell('all', [...leaves.keys()]), ...leaves.map((leaf, atom) => cell(leaf, [atom]))],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy,
    elsewhere: elsewhere.map((code) => ({ population: 'persons', key: { d: code } })),
    earlier: [],
  };
}

function shown(input: ProtectInput): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    protect(input).cells.map(({ id, outcome }) => [id, outcome.status === 'ok' ? outcome.value : null]),
  );
}

test('beside a public total a part is not shown that leaves a few persons', () => {
  // 10 says 10 to 14: of 15 that leaves 1 to 5, of 10 to 19 as low as nobody.
  expect(shown(tableOf({ a: 12, b: 3 }, []))).toEqual({ a: 10, all: 20, b: null });
  expect(shown(tableOf({ a: 12, b: 3 }, ['all']))).toEqual({ a: null, all: 20, b: null });
});

test('a small public count is not held against the release, and the other parts are guarded with it', () => {
  // Of 40 persons a 24 and b 4 are public: c and d share 12.
  const counts = { a: 24, b: 4, c: 8, d: 4 };
  expect(shown(tableOf(counts, ['all', 'a', 'b']))).toEqual({ a: 20, all: 40, b: null, c: null, d: null });
});

test('what public counts tell to the person by themselves does not stop a release', () => {
  expect(shown(tableOf({ a: 24, b: 4, c: 7 }, ['all', 'a', 'b']))).toEqual({
    a: 20,
    all: 40,
    b: null,
    c: null,
  });
});

test('the certificate says how many counts of others were reckoned with', () => {
  const noteOf = (elsewhere: readonly string[]) =>
    protect(tableOf({ a: 24, b: 30 }, elsewhere)).checks.find(({ id }) => id === 'B4')?.note;
  expect(noteOf(['all', 'a'])).toContain('know 2 counts that others publish');
  expect(noteOf([])).not.toContain('others publish');
});

test('a count at no address, and any beside true counts, is refused', () => {
  expect(() => protect(tableOf({ a: 24, b: 30 }, ['c']))).toThrow('has no address here');
  expect(() => protect(tableOf({ a: 24, b: 30 }, ['a'], EXACT_POLICY))).toThrow('where counts are rounded');
});
