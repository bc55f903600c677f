import loader from 'highs';
import { expect, test } from 'vitest';
import { AUDIT_BUDGET } from '../audit/audit.ts';
import { auditRanges } from '../audit/audit-ranges.ts';
import type { Solver } from '../audit/solver.ts';
import { checkInput } from '../check-input.ts';
import { buildCountSystem } from '../count-system.ts';
import type { InputCell, ProtectInput } from '../input.ts';
import { buildLattice } from '../lattice.ts';
import { EXACT_POLICY } from '../policy.ts';
import { findPrimaries } from '../primaries.ts';
import { createPersonShapes } from './person-shapes.ts';
import { repairExact } from './repair-exact.ts';
import { createPersonSwaps } from './swap-persons.ts';
import { REPAIR_BUDGET } from './widen-ranges.ts';

const load: unknown = loader;
if (!isLoader(load)) throw new TypeError('the solver has another form than expected');
const solver = await load();

function isLoader(value: unknown): value is () => Promise<Solver> {
  return typeof value === 'function';
}

/** Persons of each combination of credential, region and sex: `a1|p|m`. */
type Counts = Readonly<Record<string, number>>;

const CREDENTIALS: Readonly<Record<string, string>> = {
  A: 'T',
  B: 'T',
  a1: 'A',
  a2: 'A',
  b1: 'B',
  b2: 'B',
};
const REGIONS: Readonly<Record<string, string>> = { p: 'T', q: 'T', r: 'T' };
const SEXES: Readonly<Record<string, string>> = { m: 'T', n: 'T' };

/** Two linked tables, credential by region and credential by sex, over every combination of their codes. */
function linkedTables(counts: Counts): ProtectInput {
  const kinds = Object.entries(counts).map(([codes, n]) => ({ codes: codes.split('|'), n }));
  const isUnder = (code: string, tree: Readonly<Record<string, string>>, leaf: string): boolean =>
    code === 'T' || code === leaf || (tree[leaf] !== undefined && isUnder(code, tree, tree[leaf]));
  const table = (name: string, place: number, tree: Readonly<Record<string, string>>): InputCell[] =>
    ['T', ...Object.keys(CREDENTIALS)].flatMap((credential) =>
      ['T', ...Object.keys(tree)].map((other): InputCell => {
        const members = kinds.flatMap(({ codes }, atom) =>
          isUnder(credential, CREDENTIALS, codes[0] ?? '') && isUnder(other, tree, codes[place] ?? '')
            ? [atom]
            : [],
        );
        return {
          id: `${name} ${credential} ${other}`,
          table: name,
          population: 'persons',
          key: { credential, [name]: other },
          members: Uint32Array.from(members),
          n: members.reduce((sum, atom) => sum + (kinds[atom]?.n ?? 0), 0),
          priority: 0,
          use: 'publish',
        };
      }),
    );
  const weights = Uint32Array.from(kinds, ({ n }) => n);
  const dimension = (trees: readonly Readonly<Record<string, string>>[]) => ({
    total: 'T',
    mustNest: true,
    trees,
  });
  return {
    atoms: { weights, vouched: weights },
    dimensions: {
      credential: dimension([CREDENTIALS]),
      region: dimension([REGIONS]),
      sex: dimension([SEXES]),
    },
    cells: [...table('region', 1, REGIONS), ...table('sex', 2, SEXES)],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: EXACT_POLICY,
    earlier: [],
  };
}

const SKEWED: Counts = {
  'a1|p|m': 60,
  'a1|q|n': 3,
  'a1|r|m': 25,
  'a2|p|n': 14,
  'a2|q|m': 31,
  'b1|p|m': 2,
  'b1|r|n': 44,
  'b2|q|n': 17,
};

function lattice(input: ProtectInput) {
  return buildLattice(checkInput(input), input);
}

function groupOf(input: ProtectInput, cell: string): number {
  return lattice(input).groupOfCell.get(cell) ?? -1;
}

/** The hidden cells that a linear program over everything shown finds narrow. */
function narrowCells(input: ProtectInput, isKnown: readonly boolean[]): readonly number[] {
  const { groups, relations } = lattice(input);
  const model = {
    truth: Float64Array.from(groups, ({ n }) => n),
    low: Float64Array.from(groups, ({ n, index }) => (isKnown[index] === true ? n : 0)),
    high: Float64Array.from(groups, ({ n, index }) =>
      isKnown[index] === true ? n : Number.POSITIVE_INFINITY,
    ),
    sums: relations,
    facts: [],
  };
  const hidden = groups.filter(({ index, isPublishable }) => isPublishable && isKnown[index] !== true);
  const targets = hidden.map(({ index }) => ({ quantity: index, width: 10, top: 10 }));
  return auditRanges(model, targets, solver, AUDIT_BUDGET).narrow.map(({ target }) => target.quantity);
}

test('what the repair leaves is wide and not derivable, wherever its budget ends', () => {
  const input = linkedTables(SKEWED);
  const shown = [0, 60, REPAIR_BUDGET.work].map((work) => {
    const found = lattice(input);
    const isPrimary = findPrimaries(found, [], input.policy);
    const result = repairExact(found, isPrimary, buildCountSystem(found, input), input, solver, {
      ...REPAIR_BUDGET,
      work,
    });
    expect(result.found).toEqual({ derivable: [], remainders: [] });
    expect(result.open).toEqual([]);
    expect(narrowCells(input, result.isKnown)).toEqual([]);
    return result.isKnown.filter(Boolean).length;
  });
  expect(shown[2]).toBeGreaterThan(8);
  expect(shown[2]).toBeGreaterThanOrEqual(shown[0] ?? 0);
});

test('without a repair the same program finds narrow cells, so the test above can fail', () => {
  const input = linkedTables(SKEWED);
  const isKnown = lattice(input).groups.map(({ n }) => n >= 10);
  expect(narrowCells(input, isKnown).length).toBeGreaterThan(3);
});

test('somebody who could be in an empty group is in all its totals and in one part of each', () => {
  const input = linkedTables(SKEWED);
  const { groups, relations } = lattice(input);
  const shapes = createPersonShapes(lattice(input), input.atoms.weights.length);
  // Like the persons of a1|p|m, with the credential and the region of nobody.
  const shape = shapes.moved(0, groupOf(input, 'region b2 r'));
  expect(shape?.map((index) => groups[index]?.address)).toEqual(
    expect.arrayContaining([{ credential: 'B', region: 'r' }, { credential: 'b2', sex: 'm' }, { sex: 'm' }]),
  );
  const inside = new Set(shape);
  for (const { parent, children } of relations) {
    expect(children.filter((child) => inside.has(child)).length).toBe(inside.has(parent) ? 1 : 0);
  }
});

test('a total of which one part is public and empty has no place for somebody else in it', () => {
  // Credential b2 is offered nowhere but in q: the tables do not have its other cells.
  const full = linkedTables(SKEWED);
  const cells = full.cells.filter(({ id }) => !['region b2 p', 'region b2 r'].includes(id));
  const input = { ...full, cells };
  const shapes = createPersonShapes(lattice(input), input.atoms.weights.length);
  expect(shapes.moved(0, groupOf(input, 'sex b2 m'))).toBeNull();
  expect(shapes.moved(4, groupOf(input, 'sex b2 m'))).not.toBeNull();
});

test('persons in the same shown groups are exchanged for nothing, others are not', () => {
  const input = linkedTables({ 'a1|p|m': 4, 'a1|q|m': 30, 'a2|p|n': 20 });
  const found = lattice(input);
  const swaps = createPersonSwaps(found, input.atoms.weights);
  const [small, other] = [groupOf(input, 'region a1 p'), groupOf(input, 'region a2 p')];
  const seen = () => {
    const truth = Float64Array.from(found.groups, ({ n }) => n);
    return { low: truth.slice(), high: truth };
  };
  const targets = [small, other].map((group) => ({ group, width: 10, top: 10 }));
  const total = new Set([groupOf(input, 'region T T'), groupOf(input, 'sex a1 m')]);
  const ranges = seen();
  swaps.widenForNothing(targets, ranges, (group) => total.has(group));
  expect([ranges.low[small], ranges.high[small]]).toEqual([0, 34]);
  expect([ranges.low[other], ranges.high[other]]).toEqual([20, 20]);
});

test('a swap at a cost makes an empty group reach the minimum, and names all that changes', () => {
  const input = linkedTables(SKEWED);
  const found = lattice(input);
  const swaps = createPersonSwaps(found, input.atoms.weights);
  const truth = Float64Array.from(found.groups, ({ n }) => n);
  const group = groupOf(input, 'region b2 r');
  const swap = swaps.widenAtCost(
    { group, width: 10, top: 10 },
    { low: truth.slice(), high: truth.slice() },
    (each) => (found.groups[each]?.n ?? 0) / 100,
  );
  const changes = new Map(swap?.changes);
  expect(changes.get(group)).toBe(10);
  const after = found.groups.map(({ n, index }) => n + (changes.get(index) ?? 0));
  expect(after.filter((n) => n < 0)).toEqual([]);
  for (const { parent, children } of found.relations) {
    expect(children.reduce((sum, child) => sum + (after[child] ?? 0), 0)).toBe(after[parent]);
  }
});

test('where too few persons could be swapped there may be more than there are', () => {
  const input = linkedTables({ 'a1|p|m': 4, 'a2|q|n': 2 });
  const found = lattice(input);
  const swaps = createPersonSwaps(found, input.atoms.weights);
  const truth = Float64Array.from(found.groups, ({ n }) => n);
  const group = groupOf(input, 'region a1 p');
  const swap = swaps.widenAtCost(
    { group, width: 10, top: 10 },
    { low: truth.slice(), high: truth.slice() },
    () => 1,
  );
  const changes = new Map(swap?.changes);
  // From 4 to 14, so that 4 to 14 is ten wide.
  expect(changes.get(group)).toBe(10);
  expect(changes.get(groupOf(input, 'region T T'))).toBe(10);
  expect(changes.get(groupOf(input, 'region a2 q')) ?? 0).toBe(0);
  const after = found.groups.map(({ n, index }) => n + (changes.get(index) ?? 0));
  for (const { parent, children } of found.relations) {
    expect(children.reduce((sum, child) => sum + (after[child] ?? 0), 0)).toBe(after[parent]);
  }
});
