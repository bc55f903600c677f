import { describe, expect, test } from 'vitest';
import { checkCounts } from './check-release.ts';
import { buildDimension } from './dimension.ts';
import { highsSolver } from './highs-solver.ts';
import type { Lattice, PublishedCount } from './lattice.ts';
import type { Solver } from './linear-program.ts';

const LIMITS = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };

/** A table of rows by columns, each with three codes and a total. */
function lattice(options: Partial<Lattice> = {}): Lattice {
  const grouping = (...codes: string[]) => new Map(codes.map((code) => [code, 'T']));
  return {
    threshold: 10,
    dims: new Map([
      ['r', buildDimension('r', 'T', [grouping('r1', 'r2', 'r3')])],
      ['c', buildDimension('c', 'T', [grouping('c1', 'c2', 'c3')])],
    ]),
    tables: [{ name: 't', dims: ['r', 'c'] }],
    structure: null,
    roundingBase: 1,
    areZerosOpen: false,
    attacker: 'whole',
    ...options,
  };
}

const COUNTS = [
  [5, 40, 12],
  [14, 5, 30],
  [50, 60, 70],
] as const;

/** Cells of the table with those hidden whose row and column are listed, such as `r1 c1`. */
function cells(hidden: readonly string[]): PublishedCount[] {
  const sum = (r: string, c: string): number =>
    COUNTS.flatMap((row, i) =>
      row.filter((_, j) => (r === 'T' || r === `r${i + 1}`) && (c === 'T' || c === `c${j + 1}`)),
    ).reduce((total: number, count) => total + count, 0);
  return ['T', 'r1', 'r2', 'r3'].flatMap((r) =>
    ['T', 'c1', 'c2', 'c3'].map((c) => ({
      table: 't',
      key: { r, c },
      value: hidden.includes(`${r} ${c}`) ? null : sum(r, c),
    })),
  );
}

const SAFE = ['r1 c1', 'r1 c2', 'r2 c1', 'r2 c2'];

async function kindsOf(
  hidden: readonly string[],
  change: (cells: PublishedCount[]) => void = () => undefined,
) {
  const published = cells(hidden);
  change(published);
  const report = await checkCounts(lattice(), published, await highsSolver(), LIMITS);
  return report.findings.map(({ check, kind, of, range }) => [
    check,
    kind,
    ...of.map(({ key }) => `${key.r} ${key.c}`),
    ...(range === null ? [] : [range.low, range.high]),
  ]);
}

describe('a table with a hidden block of two by two', () => {
  test('is clear while the block is whole', async () => {
    expect(await kindsOf(SAFE)).toEqual([]);
  });

  test('tells all of the block as soon as one of it is shown', async () => {
    expect(await kindsOf(SAFE.filter((cell) => cell !== 'r1 c2'))).toEqual(
      expect.arrayContaining([
        ['B2', 'exactly_derivable', 'r1 c1', 5, 5],
        ['B2', 'exactly_derivable', 'r2 c2', 5, 5],
        ['B3', 'hidden_siblings', 'r1 c1', 5, 5],
        ['B4', 'narrow_range', 'r1 c1', 5, 5],
      ]),
    );
  });

  test('is refused when a figure was altered, since the sums contradict', async () => {
    const findings = await kindsOf(SAFE, (published) => {
      const at = published.findIndex(({ key }) => key.r === 'r3' && key.c === 'c1');
      published[at] = { table: 't', key: { r: 'r3', c: 'c1' }, value: 51 };
    });
    expect(findings).toContainEqual(['form', 'sums_contradict']);
  });

  test('is refused when a row is missing or comes twice', async () => {
    const missing = await kindsOf(SAFE, (published) => void published.pop());
    expect(missing).toContainEqual(['form', 'cell_missing', 'r3 c3']);
    const twice = await kindsOf(SAFE, (published) => void published.push(...published.slice(0, 1)));
    expect(twice).toContainEqual(['form', 'cell_twice', 'T T']);
  });
});

test('what could not be decided in time is undecided, never passed', async () => {
  const report = await checkCounts(lattice(), cells(SAFE), await highsSolver(), {
    ...LIMITS,
    mayGoOn: async () => false,
  });
  expect(report.checks.find(({ id }) => id === 'B4')).toMatchObject({ result: 'undecided', undecided: 4 });
});

describe('rounded counts that contradict one another only all together', () => {
  // Of rows 1 and 2 at least 90 persons each are in columns 1 to 3, which hold at most 55 each.
  const SHOWN = new Map([
    ['r1 T', 200],
    ['r2 T', 200],
    ['r1 c4', 100],
    ['r2 c4', 100],
    ['T c1', 50],
    ['T c2', 50],
    ['T c3', 50],
  ]);
  const dims = new Map(
    [['r', ['r1', 'r2', 'r3']] as const, ['c', ['c1', 'c2', 'c3', 'c4']] as const].map(([name, codes]) => [
      name,
      buildDimension(name, 'T', [new Map(codes.map((code) => [code, 'T']))]),
    ]),
  );
  const spec = lattice({ dims, roundingBase: 10, attacker: 'half_open' });
  const published = ['T', 'r1', 'r2', 'r3'].flatMap((r) =>
    ['T', 'c1', 'c2', 'c3', 'c4'].map((c) => ({
      table: 't',
      key: { r, c },
      value: SHOWN.get(`${r} ${c}`) ?? null,
    })),
  );

  test('are refused', async () => {
    const { findings } = await checkCounts(spec, published, await highsSolver(), LIMITS);
    expect(findings).toMatchObject([{ check: 'form', kind: 'sums_contradict' }]);
  });

  test('are undecided when the solver does not come to an end, and no contradiction is claimed', async () => {
    const highs = await highsSolver();
    const unsolved = () => ({ status: 'unsolved' }) as const;
    const slow: Solver = {
      open: (...program) => ({ ...highs.open(...program), maximise: unsolved, maximiseInside: unsolved }),
    };
    const { findings, checks } = await checkCounts(spec, published, slow, LIMITS);
    expect(findings).toEqual([]);
    expect(checks.map(({ id, result }) => [id, result])).toEqual([
      ['form', 'passed'],
      ['B2', 'passed'],
      ['B3', 'undecided'],
      ['B4', 'undecided'],
    ]);
  });
});

test('a release of which everything is hidden tells nothing, in one table and in a ring of tables', async () => {
  const spec = lattice({ roundingBase: 10 });
  const everything = cells([]).map(({ table, key }) => ({ table, key, value: null }));
  const one = await checkCounts(spec, everything, await highsSolver(), LIMITS);
  expect(one.checks.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'passed']);

  const third = buildDimension('z', 'T', [
    new Map([
      ['z1', 'T'],
      ['z2', 'T'],
    ]),
  ]);
  const dims = new Map([...spec.dims, ['z', third] as const]);
  const pairs = [
    ['r', 'c'],
    ['c', 'z'],
    ['z', 'r'],
  ];
  const tables = pairs.map((names) => ({ name: names.join(''), dims: names }));
  const hidden = tables.flatMap(({ name, dims: [a = '', b = ''] }) =>
    (dims.get(a)?.codes ?? []).flatMap((first) =>
      (dims.get(b)?.codes ?? []).map((second) => ({
        table: name,
        key: { [a]: first, [b]: second },
        value: null,
      })),
    ),
  );
  const ring = await checkCounts(lattice({ dims, tables }), hidden, await highsSolver(), LIMITS);
  expect(ring.checks.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'passed']);
});

test('of a carried figure a count of now that follows is told where it is another by a few, not where it is the same', async () => {
  // Column c1 holds 69 now: 5 in r1, 14 in r2, 50 in r3, of which the last is what an earlier release showed.
  const kinds = async (then: number) =>
    (
      await kindsOf([], (published) => {
        const at = published.findIndex(({ key }) => key.r === 'r3' && key.c === 'c1');
        published[at] = { table: 't', key: { r: 'r3', c: 'c1' }, value: then, isCarried: true };
      })
    ).filter(([, kind]) => kind === 'carried_change' || kind === 'exactly_derivable');
  expect(await kinds(50)).toEqual([]);
  expect(await kinds(53)).toEqual([['B3', 'carried_change', 'r3 c1', 3, 3]]);
});
