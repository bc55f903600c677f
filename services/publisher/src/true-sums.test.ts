import type { LatticeSection } from '@credlink/contracts';
import { expect, test } from 'vitest';
import type { ComputedCells } from './compute/computed-cells.ts';
import { withTrueSums } from './true-sums.ts';

const EVERYBODY = { population: 'award everybody', sector: null };

const SECTION: LatticeSection = {
  table: 'credential',
  keyDimension: 'credential',
  total: 'all',
  parts: ['2018', '2019'],
  isPartition: true,
  keys: [{ code: 'X', closed: ['2018', '2019'] }],
  figures: [
    {
      measure: 'holders',
      variant: '',
      unit: 'count',
      address: {},
      group: EVERYBODY,
      numerator: null,
      among: EVERYBODY,
    },
  ],
};

function computedOf(counts: Readonly<Record<string, number>>): Pick<ComputedCells, 'cells' | 'figures'> {
  const cells = Object.entries(counts).map(([cohort, persons], id) => ({
    id,
    table: 'credential',
    population: EVERYBODY.population,
    key: { credential: 'X', cohort },
    persons,
    linkedPersons: persons,
    isEverybody: true,
    atoms: new Uint32Array(),
    suppliedByOthers: 0,
    contributors: [],
    employers: 0,
    largestEmployer: 0,
  }));
  const figures = cells.map(({ id, key }) => ({
    table: 'credential',
    key,
    measure: 'holders',
    variant: '',
    unit: 'count' as const,
    calendar: 'open' as const,
    population: id,
    numerator: null,
    roster: id,
    eligible: null,
    distribution: null,
    share: null,
  }));
  return { cells, figures };
}

const closedIn = (counts: Readonly<Record<string, number>>) =>
  withTrueSums([SECTION], computedOf(counts))[0]?.keys[0]?.closed;

test('a total that holds its closed cohorts and nobody else says so', () => {
  expect(closedIn({ all: 50, 2018: 20, 2019: 30 })).toEqual(['2018', '2019']);
});

test('a total with an award dated outside its cohorts does not', () => {
  expect(closedIn({ all: 51, 2018: 20, 2019: 30 })).toEqual([]);
});

test('where a cohort has no cell nothing is stated wrongly', () => {
  expect(closedIn({ all: 51, 2018: 20 })).toEqual(['2018', '2019']);
});
