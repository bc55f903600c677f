import { expect, test } from 'vitest';
import { checkCounts } from '../check-release.ts';
import { highsSolver } from '../highs-solver.ts';
import type { PublishedCount } from '../lattice.ts';
import type { Person } from '../members.ts';
import { parseSpec } from '../parse-spec.ts';
import { type CountsWithPersons, checkBothCounts } from './check-both-counts.ts';

const LIMITS = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };

/** `P` has the parts `a1`, `a2` and `b`; `Q` the parts `q1` and `q2`. */
const TREE = { P: 'T', Q: 'T', a1: 'P', a2: 'P', b: 'P', q1: 'Q', q2: 'Q' };

type Shown = Readonly<Record<string, number | `${number} carried`>>;

function releaseOf(
  base: number,
  shown: Shown,
  persons: readonly Person[] | null = null,
  tree: Readonly<Record<string, string>> = TREE,
): CountsWithPersons {
  const { lattice } = parseSpec(
    {
      threshold: 10,
      dims: { d: { total: 'T', parents: tree } },
      tables: [{ name: 't', dims: ['d'] }],
      rounding: { base, mode: 'nearest' },
    },
    'half_open',
  );
  const cells = ['T', ...Object.keys(tree)].map((d): PublishedCount => {
    const figure = shown[d];
    return {
      table: 't',
      key: { d },
      value: figure === undefined ? null : Number.parseInt(`${figure}`, 10),
      isCarried: typeof figure === 'string',
    };
  });
  return { lattice, cells, persons };
}

function personsOf(counts: Readonly<Record<string, number>>): Person[] {
  return Object.entries(counts).flatMap(([d, n]) =>
    Array.from({ length: n }, (_, i) => ({ person: `${d}${i}`, columns: { person: `${d}${i}`, d } })),
  );
}

async function alone({ lattice, cells }: CountsWithPersons) {
  const { findings } = await checkCounts(lattice, cells, await highsSolver(), LIMITS);
  return findings;
}

async function both(before: CountsWithPersons, after: CountsWithPersons, limits = LIMITS) {
  const { checks, findings } = await checkBothCounts(before, after, await highsSolver(), limits);
  return {
    results: checks.map(({ result }) => result),
    findings: findings.map(({ check, kind, of, range }) => [
      check,
      kind,
      of[0]?.key.d,
      range?.low,
      range?.high,
    ]),
  };
}

const NO_CHANGES_ASKED = { results: ['passed', 'passed', 'passed', 'not_checkable'], findings: [] };
const PASSED = { results: ['passed', 'passed', 'passed', 'passed'], findings: [] };

// Of 35 at most 15 at least are in Q, so P was 20 at most; 29 at most now, of whom 20 at least are in a1 and a2.
const FIRST = { T: 30, P: 20, Q: 20 };
const SECOND: Shown = { T: 100, P: '20 carried', Q: 70, a1: 10, a2: 10 };
const REPAIRED: Shown = { T: 100, P: '20 carried', Q: 70, a1: 10 };

test('two rounded releases, each safe by itself, tell a hidden count together', async () => {
  const [first, second] = [releaseOf(10, FIRST), releaseOf(10, SECOND)];
  expect([...(await alone(first)), ...(await alone(second))]).toEqual([]);
  expect(await both(first, second)).toEqual({
    results: ['passed', 'passed', 'failed', 'passed'],
    findings: [['B4-both', 'narrow_range', 'b', 0, 9]],
  });
});

test('and do not where one more count is hidden, or where the figure is not carried', async () => {
  expect(await both(releaseOf(10, FIRST), releaseOf(10, REPAIRED))).toEqual(PASSED);
  expect(await both(releaseOf(10, FIRST), releaseOf(10, { ...SECOND, P: 30 }))).toEqual(PASSED);
});

test('a hidden count of the first release can be told by the second', async () => {
  // 30 at least are in P now, so 21 at least were then, and 24 at most in Q, of whom 15 at least in q1.
  const first = releaseOf(10, { T: 40, P: 20, Q: 20, q1: 20 });
  const second = releaseOf(10, { T: 100, P: '20 carried', Q: 60 });
  expect([...(await alone(first)), ...(await alone(second))]).toEqual([]);
  expect((await both(first, second)).findings).toContainEqual(['B4-both', 'narrow_range_then', 'q2', 0, 9]);
});

test('a figure that both carry from a release still older may be as far from either', async () => {
  const older = releaseOf(10, { ...FIRST, P: '20 carried' });
  expect(await both(older, releaseOf(10, SECOND))).toEqual(NO_CHANGES_ASKED);
});

test('that five to nine came follows where the sums around a carried count leave no other', async () => {
  // 95 less 70 at least now, 20 at most then.
  const second = releaseOf(10, { T: 100, P: '20 carried', Q: 70, q1: 30, q2: 30, a1: 10 });
  expect(await alone(second)).toEqual([]);
  expect((await both(releaseOf(10, FIRST), second)).findings).toEqual([['B9-both', 'few_more', 'P', 5, 9]]);
});

test('and that five to nine left', async () => {
  // 25 at least then, 20 at most now: 35 less 15 in Q.
  const first = releaseOf(10, { T: 100, P: 20, Q: 70, q1: 30, q2: 30 });
  const second = releaseOf(10, { T: 30, P: '20 carried', Q: 20 });
  expect((await both(first, second)).findings).toContainEqual(['B9-both', 'few_fewer', 'P', -9, -5]);
});

test('figures that cannot both be true are refused', async () => {
  const second = releaseOf(10, { T: 100, P: '20 carried', Q: 60, a1: 10, a2: 10, b: 10 });
  expect(await alone(second)).toEqual([]);
  expect((await both(releaseOf(10, FIRST), second)).findings).toEqual([
    ['B2-both', 'releases_contradict', undefined, undefined, undefined],
  ]);
});

test('what could not be decided in time is undecided', async () => {
  const { results } = await both(releaseOf(10, FIRST), releaseOf(10, REPAIRED), {
    ...LIMITS,
    mayGoOn: async () => false,
  });
  expect(results).toContain('undecided');
  expect(results).not.toContain('failed');
});

test('a count hidden and then shown of the very same persons tells what it was hidden with, to who knows that', async () => {
  const shown = (...codes: string[]) => Object.fromEntries(codes.map((code) => [code, counted[code] ?? 0]));
  const counted: Record<string, number> = { T: 110, P: 50, Q: 60, a1: 15, a2: 17, b: 18, q1: 30, q2: 30 };
  const first = releaseOf(
    1,
    shown('T', 'P', 'Q', 'q1', 'q2', 'b'),
    personsOf({ a1: 15, a2: 17, b: 18, q1: 30, q2: 30 }),
  );
  const second = releaseOf(
    1,
    { T: 140, P: 80, Q: '60 carried', q1: '30 carried', q2: '30 carried', a1: 15 },
    personsOf({ a1: 15, a2: 37, b: 28, q1: 30, q2: 30 }),
  );
  expect(await both({ ...first, persons: null }, second)).toEqual(PASSED);
  expect((await both(first, second)).findings).toContainEqual(['B2-both', 'single_point_then', 'a2', 17, 17]);
});

/** P, Q and all each got a part: `p`, `q` and `r`. Nobody else came. */
async function withNewParts(parts: { readonly p: number; readonly q: number; readonly r: number }) {
  const leaves = { a1: 20, a2: 20, b: 20, q1: 30, q2: 30 };
  const first = releaseOf(1, { T: 120, P: 60, Q: 60, ...leaves }, personsOf(leaves));
  const stayed: Shown = {
    a1: '20 carried',
    a2: '20 carried',
    b: '20 carried',
    q1: '30 carried',
    q2: '30 carried',
  };
  const totals: Shown = { T: 120 + parts.p + parts.q + parts.r, P: '60 carried', Q: '60 carried' };
  const second = releaseOf(1, { ...stayed, ...totals, r: parts.r }, personsOf({ ...leaves, ...parts }), {
    ...TREE,
    p: 'P',
    q: 'Q',
    r: 'T',
  });
  expect(await alone(second)).toEqual([]);
  return await both(first, second);
}

test('that a part which is new in a carried total holds fewer than ten is no finding, nor is that nobody may be in it', async () => {
  expect(await withNewParts({ p: 4, q: 5, r: 20 })).toEqual(PASSED);
  expect(await withNewParts({ p: 0, q: 9, r: 20 })).toEqual(PASSED);
});

test('that it holds eight or nine is one', async () => {
  // Seventeen came to two carried totals.
  const { findings } = await withNewParts({ p: 8, q: 9, r: 20 });
  expect(findings).toContainEqual(['B4-both', 'narrow_range', 'p', 8, 9]);
  expect(findings).toContainEqual(['B4-both', 'narrow_range', 'q', 8, 9]);
});
