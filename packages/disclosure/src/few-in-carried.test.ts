import { expect, test } from 'vitest';
import { besideEarlier, type Then } from '../../../test/support/beside-earlier.ts';
import { cell, everybodyVouched } from '../../../test/support/protected-table.ts';
import { checkInput } from './check-input.ts';
import { buildCountSystem } from './count-system.ts';
import { isFewInCarried } from './few-in-carried.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice } from './lattice.ts';

const shown = (n: number, apart = 0): Then => ({ n, shown: true, apart });

/** Codes of the groups that are few, where all groups are shown but `hidden`. */
function fewOf(input: ProtectInput, hidden: readonly string[] = []): readonly string[] {
  const lattice = buildLattice(checkInput(input), input);
  const { fewInCarried } = buildCountSystem(lattice, input);
  const codeOf = (group: number) => lattice.groups[group]?.address.d ?? '';
  const isShown = lattice.groups.map(({ index }) => !hidden.includes(codeOf(index)));
  const few = lattice.groups.filter(({ index }) => isFewInCarried(fewInCarried, index, isShown));
  return few.map(({ index }) => codeOf(index)).sort();
}

test('what is new in a carried total is few where the parts of then were all of it', () => {
  const since = (then: number) =>
    besideEarlier({ k: 20, n: 5 }, { t: ['k', 'n'] }, { k: shown(20), t: shown(then, 25 - then) });
  // Of 21 one was in no part, and may be one of the five.
  expect([fewOf(since(20)), fewOf(since(21))]).toEqual([['n', 't'], []]);
});

test('forty who were in the rest of a carried total can be the new part', () => {
  const since = besideEarlier({ k: 50, c: 45 }, { t: ['k', 'c'] }, { k: shown(50), t: shown(90, 5) });
  expect(fewOf(since)).toEqual([]);
});

test('a total that is carried for a new part says nothing of a table that is new', () => {
  // r is of 42, and new with s.
  const since = besideEarlier(
    { k1: 40, k2: 18, n: 3, m: 2 },
    { k: ['k1', 'k2'], t: ['k1', 'k2', 'n', 'm'], r: ['k1', 'm'], s: ['k2', 'n'] },
    { k1: shown(40), k2: shown(18), k: shown(58), t: shown(58, 5) },
  );
  expect(fewOf(since)).toEqual(['m', 'n', 't']);
});

test('a new part is few as long as a total that says so is shown', () => {
  const since = besideEarlier(
    { k: 20, j: 30, n: 5 },
    { t: ['k', 'n'], u: ['j', 'n'] },
    { k: shown(20), j: shown(30), t: shown(20, 5), u: shown(30, 5) },
  );
  expect(fewOf(since)).toEqual(['n', 't', 'u']);
  expect(fewOf(since, ['t'])).toEqual(['n', 'u']);
  expect(fewOf(since, ['t', 'u'])).toEqual([]);
});

/** Holders of A, of two cohorts, and of B in two regions: that of A there are 43 and 20 in the regions nobody asked before. */
function asksForRegions(): ProtectInput {
  const weights = [40, 20, 3, 30, 30];
  const at = (key: Readonly<Record<string, string>>, members: readonly number[]) =>
    cell(
      Object.values(key).join(' '),
      members,
      members.reduce((sum, atom) => sum + (weights[atom] ?? 0), 0),
      { key },
    );
  const then = (key: Readonly<Record<string, string>>, n: number, apart: number) => ({
    population: 'persons',
    key,
    n,
    apart,
    set: 'first',
    shown: { value: n, low: n, high: n },
  });
  const totalOf = (...codes: readonly string[]) => ({
    total: 'T',
    mustNest: true,
    trees: [Object.fromEntries(codes.map((code) => [code, 'T']))],
  });
  return {
    ...besideEarlier({}, {}, {}),
    atoms: everybodyVouched(weights),
    dimensions: {
      credential: totalOf('A', 'B'),
      region: totalOf('r', 's'),
      cohort: totalOf('c1', 'c2'),
    },
    cells: [
      at({ credential: 'A' }, [0, 1, 2]),
      at({ credential: 'A', cohort: 'c1' }, [0, 1]),
      at({ credential: 'A', cohort: 'c2' }, [2]),
      at({ credential: 'A', region: 'r' }, [0, 2]),
      at({ credential: 'A', region: 's' }, [1]),
      at({ credential: 'B', region: 'r' }, [3]),
      at({ credential: 'B', region: 's' }, [4]),
      at({ region: 'r' }, [0, 2, 3]),
      at({ region: 's' }, [1, 4]),
    ],
    earlier: [
      {
        id: 'first',
        shares: [],
        percentiles: [],
        cells: [
          then({ credential: 'A' }, 60, 3),
          then({ credential: 'A', cohort: 'c1' }, 60, 0),
          then({ credential: 'B', region: 'r' }, 30, 0),
          then({ credential: 'B', region: 's' }, 30, 0),
          then({ region: 'r' }, 70, 3),
          then({ region: 's' }, 50, 0),
        ],
      },
    ],
  };
}

test('of a credential that a few came to, the regions that nobody asked for before are not few', () => {
  const input = asksForRegions();
  const lattice = buildLattice(checkInput(input), input);
  const { fewInCarried } = buildCountSystem(lattice, input);
  const shownAll = lattice.groups.map(() => true);
  const few = lattice.groups.filter(({ index }) => isFewInCarried(fewInCarried, index, shownAll));
  expect(few.map(({ address }) => Object.values(address).join(' ')).sort()).toEqual(['A', 'A c2']);
});
