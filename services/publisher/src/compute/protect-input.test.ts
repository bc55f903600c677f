import { EXACT_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import type { ComputedCells, CountCell } from './computed-cells.ts';
import { protectInputOf } from './protect-input.ts';

function cell(
  id: number,
  persons: number,
  atoms: readonly number[],
  rest: Partial<CountCell> = {},
): CountCell {
  return {
    id,
    table: 'credential',
    population: 'award everybody',
    key: { credential: 'X', cohort: 'all' },
    persons,
    linkedPersons: persons,
    isEverybody: true,
    atoms: Uint32Array.from(atoms),
    suppliedByOthers: 4,
    contributors: ['body'],
    employers: 4,
    largestEmployer: 2,
    ...rest,
  };
}

const FIGURE = {
  table: 'credential',
  key: { credential: 'X', cohort: 'all' },
  variant: '',
  calendar: 'open',
  numerator: null,
  roster: 0,
  eligible: null,
  distribution: null,
  share: null,
} as const;

const COMPUTED: ComputedCells = {
  atoms: { persons: Uint32Array.of(10, 5), linked: [true, false] },
  cells: [
    cell(0, 15, [0, 1]),
    cell(1, 10, [0], { population: 'award found' }),
    cell(2, 10, [0], { population: 'award later' }),
  ],
  distributions: [
    {
      id: 0,
      cell: 1,
      amount: 'sum',
      around: [
        [10, 20, 30],
        [40, 55, 60],
        [70, 80, 95],
      ],
    },
  ],
  figures: [
    { ...FIGURE, measure: 'holders', unit: 'count', population: 0 },
    { ...FIGURE, measure: 'found_rate', unit: 'share', population: 0, numerator: 1 },
    { ...FIGURE, measure: 'earnings_p50', unit: 'usd', population: 1, distribution: 0, share: 0.5 },
    { ...FIGURE, measure: 'later', unit: 'count', population: 2, calendar: 'not_mature' },
  ],
  employers: [{ atoms: Uint32Array.of(0), persons: Uint32Array.of(7) }],
  percentileGrid: [0.25, 0.5, 0.75],
  blurCents: 0,
};

const input = protectInputOf(COMPUTED, {}, EXACT_POLICY, []);

test('counts that readers see are published, counts that only carry a figure are not', () => {
  expect(input.cells.map(({ id, n, use }) => [id, n, use])).toEqual([
    ['c0', 15, 'publish'],
    ['c1', 10, 'base'],
  ]);
});

test('a count of some of a cohort says in which cell all of the cohort is', () => {
  const linked = { ...FIGURE, measure: 'linked', unit: 'count', population: 1 } as const;
  const both = protectInputOf({ ...COMPUTED, figures: [...COMPUTED.figures, linked] }, {}, EXACT_POLICY, []);
  expect(both.cells.map(({ id, within }) => [id, within])).toEqual([
    ['c0', undefined],
    ['c1', 'c0'],
  ]);
});

test('a published count of some says how many others supplied, nobody where the catalogue names one supplier', () => {
  const linked = { ...FIGURE, measure: 'linked', unit: 'count', population: 1 } as const;
  const othersWith = (contributors: readonly string[]) => {
    const cells = COMPUTED.cells.map((one) => ({ ...one, isEverybody: one.id === 0, contributors }));
    const figures = [...COMPUTED.figures, linked];
    const both = protectInputOf({ ...COMPUTED, cells, figures }, {}, EXACT_POLICY, []);
    return [...both.cells, ...both.shares].map(({ id, suppliedByOthers }) => [id, suppliedByOthers]);
  };
  expect(othersWith(['body', 'college'])).toEqual([
    ['c0', undefined],
    ['c1', 4],
    ['s1/0', 4],
  ]);
  expect(othersWith(['body'])).toEqual([
    ['c0', undefined],
    ['c1', 0],
    ['s1/0', 0],
  ]);
});

test('only persons linked to another source vouch for a cell', () => {
  expect([...input.atoms.weights]).toEqual([10, 5]);
  expect([...input.atoms.vouched]).toEqual([10, 0]);
});

test('a percentile is handed over with the ranks around it, under the name of its measure in every variant', () => {
  expect(input.percentiles).toEqual([
    {
      id: 'd0',
      variable: 'earnings',
      population: 'c1',
      revised: 0,
      values: [{ p: 50, around: [40, 55, 60] }],
    },
  ]);
});

test('a restatement counts the revised persons behind a percentile', () => {
  const restated = protectInputOf(COMPUTED, {}, EXACT_POLICY, [], new Map([[0, 7]]));
  expect([restated.restates, restated.percentiles.map(({ revised }) => revised)]).toEqual([true, [7]]);
  expect(input.restates).toBe(false);
});

test('concentration on employers is stated for the persons behind a percentile', () => {
  expect(input.concentrations).toEqual([{ cell: 'c1', contributors: 4, largestShare: 0.2 }]);
});

test('large employers are insiders beside the issuers, each with the persons it paid and no name', () => {
  expect(input.insiders).toEqual([
    { name: 'body', members: Uint32Array.of(0, 1) },
    { name: 'employer 0', members: Uint32Array.of(0), persons: Uint32Array.of(7) },
  ]);
});
