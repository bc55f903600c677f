import { expect, test } from 'vitest';
import { cell, everybodyVouched } from '../../../test/support/protected-table.ts';
import { checkInput } from './check-input.ts';
import { findGrowth, freshInside, sumsByParent } from './grown-groups.ts';
import type { InputCell, ProtectInput } from './input.ts';
import { buildLattice } from './lattice.ts';
import { ROUNDED_POLICY } from './policy.ts';

/** All, of two years of two cohorts each; and one table by trade. */
const COHORTS = { h1: 'y1', h2: 'y1', h3: 'y2', h4: 'y2', y1: 'T', y2: 'T' };
const TRADES = { s1: 'T', s2: 'T' };

function cellAt(key: Readonly<Record<string, string>>, members: readonly number[], use?: InputCell['use']) {
  const id = Object.values(key).join();
  return cell(id, members, 12 * members.length, { key, ...(use === undefined ? {} : { use }) });
}

/** @param more persons in a group then who were in none of its parts */
function growthSince(
  missing: readonly string[],
  bases: readonly string[] = [],
  more: Readonly<Record<string, number>> = {},
) {
  const use = (code: string) => (bases.includes(code) ? 'base' : 'publish');
  const input: ProtectInput = {
    atoms: everybodyVouched([12, 12, 12, 12]),
    dimensions: {
      cohort: { total: 'T', mustNest: true, trees: [COHORTS] },
      trade: { total: 'T', mustNest: true, trees: [TRADES] },
    },
    cells: [
      cellAt({ cohort: 'T' }, [0, 1, 2, 3]),
      cellAt({ cohort: 'y1' }, [0, 1]),
      cellAt({ cohort: 'y2' }, [2, 3]),
      ...['h1', 'h2', 'h3', 'h4'].map((code, atom) => cellAt({ cohort: code }, [atom], use(code))),
      cellAt({ trade: 's1' }, [0, 1, 2]),
      cellAt({ trade: 's2' }, [3]),
    ],
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: ROUNDED_POLICY,
    earlier: [],
  };
  const lattice = buildLattice(checkInput(input), input);
  const codeOf = (group: number) => Object.values(lattice.groups[group]?.address ?? {})[0] ?? 'T';
  const groups = lattice.groups.slice(0, lattice.named);
  const counted = groups.filter(({ index }) => !missing.includes(codeOf(index))).map(({ index }) => index);
  const sums = sumsByParent(lattice);
  const came = ['h1', 'h2', 'h3', 'h4'].flatMap((code, atom) =>
    missing.includes(code) && !bases.includes(code) ? [atom] : [],
  );
  const sizes = new Map(
    groups
      .filter(({ index }) => counted.includes(index))
      .map(({ index, members }) => {
        const then = members.filter((atom) => !came.includes(atom)).length;
        return [index, 12 * then + (more[codeOf(index)] ?? 0)];
      }),
  );
  const growth = findGrowth(lattice, sums, new Set(counted), sizes, new Map());
  const top = groups.find(({ index }) => codeOf(index) === 'T')?.index ?? -1;
  const sorted = (found: Iterable<number>) => [...found].map(codeOf).sort();
  return {
    grown: sorted(growth.grown.keys()),
    fresh: sorted(growth.fresh),
    inside: sorted(freshInside(sums, growth, top, new Set())),
  };
}

test('a cohort that closed since makes its year and all years other groups, not the year beside it', () => {
  const found = growthSince(['h4']);
  expect(found).toEqual({ grown: ['T', 'y2'], fresh: ['h4'], inside: ['h4'] });
});

test('a year that is new is new with its cohorts', () => {
  const found = growthSince(['y2', 'h3', 'h4']);
  expect(found).toEqual({ grown: ['T'], fresh: ['h3', 'h4', 'y2'], inside: ['h3', 'h4', 'y2'] });
});

test('a table that is new tells nothing of who was there, and a part nobody asked for may have been', () => {
  expect(growthSince(['s1', 's2'])).toEqual({ grown: [], fresh: [], inside: [] });
  expect(growthSince(['h4'], ['h4'])).toEqual({ grown: [], fresh: [], inside: [] });
});

test('who was in none of the parts before may be in the new one', () => {
  const found = growthSince(['h4'], [], { y2: 1 });
  expect(found).toEqual({ grown: ['T', 'y2'], fresh: ['h4'], inside: [] });
  expect(growthSince(['h4'], [], { y2: 1, T: 1 }).inside).toEqual([]);
  expect(growthSince(['h4'], [], { y1: 1, T: 1 }).inside).toEqual(['h4']);
});

test('of a total that got a cohort nothing is said along a table that is new', () => {
  const found = growthSince(['h4', 's1', 's2']);
  expect(found).toEqual({ grown: ['T', 'y2'], fresh: ['h4'], inside: ['h4'] });
});
