import { type Outcome, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { besideEarlier, earlierRelease, type Then } from '../support/beside-earlier.ts';
import { outcomesOf } from '../support/earlier-table.ts';
import { protect } from './protect.ts';

/**
 * Parts that an earlier release did not have: a cohort that closed since. Its sums are read with the parts it had.
 */
function statuses(input: ProtectInput): Readonly<Record<string, Outcome['status']>> {
  return Object.fromEntries(Object.entries(outcomesOf(input)).map(([id, { status }]) => [id, status]));
}

const hidden = (n: number, apart = 0): Then => ({ n, shown: false, apart });
const shown = (n: number, apart = 0): Then => ({ n, shown: true, apart });

test('true counts: how a total added up before a cohort closed bounds what was hidden then', () => {
  // x + y was 14, so x is 14 at most, and a, which was 20 with x, 6 at least. Twelve are in v, which is new.
  const beside = (z: number) =>
    statuses(
      besideEarlier(
        { a: 10, x: 10, y: 4, v: 12, z },
        { ax: ['a', 'x'], xyv: ['x', 'y', 'v'], az: ['a', 'z'] },
        { a: hidden(10), x: hidden(10), y: hidden(4), ax: shown(20), xyv: shown(14, 12) },
      ),
    );
  expect([beside(5).az, beside(6).az]).toEqual(['suppressed', 'ok']);
});

test('true counts: nine who came to hidden parts do not follow from a total and the part that is new in it', () => {
  const cameTo = (more: number) =>
    statuses(
      besideEarlier(
        { small: 8, large: 22 + more, fresh: 60 },
        { all: ['small', 'large', 'fresh'] },
        { small: hidden(6, 2), large: hidden(24, more - 2), all: shown(30, 60 + more) },
      ),
    );
  expect(cameTo(9)).toMatchObject({ all: 'ok', fresh: 'suppressed' });
  expect(cameTo(10)).toMatchObject({ all: 'ok', fresh: 'ok' });
});

/** Three totals of 20 that a part each came to, and the sum of those. */
function threeTotals(parts: readonly [number, number, number]): ProtectInput {
  const [one, two, three] = parts;
  return besideEarlier(
    { k1: 20, k2: 20, k3: 20, n1: one, n2: two, n3: three },
    { t1: ['k1', 'n1'], t2: ['k2', 'n2'], t3: ['k3', 'n3'], fresh: ['n1', 'n2', 'n3'] },
    {
      k1: shown(20),
      k2: shown(20),
      k3: shown(20),
      t1: shown(20, one),
      t2: shown(20, two),
      t3: shown(20, three),
    },
  );
}

test('true counts: a part that is new in a carried total may be known to be below the minimum, and no closer', () => {
  const totals = { t1: 'carried', t2: 'carried', t3: 'carried', k1: 'carried' };
  const parts = { n1: 'suppressed', n2: 'suppressed', n3: 'suppressed' };
  // Eighteen less two times nine leaves nobody, nineteen leaves one.
  expect(statuses(threeTotals([6, 6, 6]))).toEqual(
    expect.objectContaining({ ...totals, ...parts, fresh: 'ok' }),
  );
  expect(statuses(threeTotals([6, 6, 7]))).toMatchObject({ ...totals, ...parts, fresh: 'suppressed' });
});

test('rounded counts: the same of the numbers that a rounded sum stands for', () => {
  const rounded = (input: ProtectInput): ProtectInput => ({ ...input, policy: ROUNDED_POLICY });
  // Fifteen to 25, and 25 to 35.
  expect(statuses(rounded(threeTotals([8, 8, 8])))).toMatchObject({
    t1: 'carried',
    n1: 'suppressed',
    fresh: 'ok',
  });
  expect(statuses(rounded(threeTotals([8, 8, 9])))).toMatchObject({ t1: 'carried', fresh: 'suppressed' });
});

test.each([0, 1, 9])('true counts: that %i are in a new part is not told by a total that is carried', (n) => {
  const { checks, cells } = protect(
    besideEarlier({ k: 20, n }, { t: ['k', 'n'] }, { k: shown(20), t: shown(20, n) }),
  );
  expect(cells.map(({ id, outcome }) => [id, outcome.status])).toEqual([
    ['k', 'carried'],
    ['n', 'suppressed'],
    ['t', 'carried'],
  ]);
  expect(checks.filter(({ id }) => ['B2', 'B3', 'B4'].includes(id)).map(({ result }) => result)).toEqual([
    'passed',
    'passed',
    'passed',
  ]);
});

test('true counts: ten of a new part are shown, or its total is', () => {
  const outcomes = statuses(
    besideEarlier({ k: 20, n: 10 }, { t: ['k', 'n'] }, { k: shown(20), t: shown(20, 10) }),
  );
  expect(outcomes).toEqual({ k: 'carried', n: 'ok', t: 'ok' });
});

test('true counts: what was new in a total carried before stays as open as it was', () => {
  const input = besideEarlier({ k: 20, n: 4 }, { t: ['k', 'n'] }, {});
  const first = earlierRelease('first', { k: shown(20), t: shown(20, 4) });
  const second = earlierRelease('second', {
    k: { ...hidden(20), keeps: 'first' },
    n: hidden(4),
    t: { ...hidden(24), keeps: 'first' },
  });
  const outcomes = statuses({ ...input, earlier: [first, second] });
  expect(outcomes).toEqual({ k: 'carried', n: 'suppressed', t: 'carried' });
});

test('true counts: a total of the same persons is another group where it had a part less', () => {
  // With the second release the part n came, and nobody in it; twelve came to it since.
  const input = besideEarlier({ k: 20, n: 12 }, { t: ['k', 'n'] }, {});
  const kept = { keeps: 'first' };
  const earlier = [
    earlierRelease('first', { k: shown(20), t: shown(20, 12) }),
    earlierRelease('second', {
      k: { ...hidden(20), ...kept },
      n: hidden(0, 12),
      t: { ...hidden(20, 12), ...kept },
    }),
  ].map((release) => ({ ...release, cells: release.cells.map((one) => ({ ...one, set: `${one.n}` })) }));
  expect(statuses({ ...input, earlier })).toEqual({ k: 'carried', n: 'ok', t: 'ok' });
});

test('rounded counts: a group of one part that is new in a carried total alone is as open as that part', () => {
  // The family g has the credential n of this kind and no other; its total got twelve others.
  const input = besideEarlier(
    { k: 20, n: 3, o: 12 },
    { t: ['k', 'n'], g: ['n'], h: ['k', 'n', 'o'] },
    { k: shown(20), t: shown(20, 3), h: shown(20, 15) },
  );
  const outcomes = statuses({ ...input, policy: ROUNDED_POLICY });
  expect(outcomes).toMatchObject({ t: 'carried', n: 'suppressed', g: 'suppressed' });
});

test('rounded counts: where nothing else can be hidden a carried total is, and the release is not refused', () => {
  // The total of both new parts is no part of the carried one, and holds as few.
  const input = besideEarlier(
    { k: 20, n1: 2, n2: 3 },
    { t: ['k', 'n1', 'n2'], p: ['n1', 'n2'] },
    { k: shown(20), t: shown(20, 5) },
  );
  const outcomes = statuses({ ...input, policy: ROUNDED_POLICY });
  expect(outcomes).toMatchObject({ k: 'carried', t: 'suppressed', p: 'suppressed' });
});
