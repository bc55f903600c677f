import { EXACT_POLICY, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import type { ComputedCells, ComputedFigure, CountCell } from './computed-cells.ts';
import { countsElsewhere } from './counts-elsewhere.ts';

const KEY = { credential: 'X', cohort: '2019' };
const CELL: CountCell = {
  id: 0,
  table: 'credential',
  population: 'award everybody',
  key: KEY,
  persons: 15,
  linkedPersons: 15,
  isEverybody: true,
  atoms: Uint32Array.of(0),
  suppliedByOthers: 0,
  contributors: ['body'],
  employers: 0,
  largestEmployer: 0,
};
const FIGURE: ComputedFigure = {
  table: 'credential',
  key: KEY,
  measure: 'holders',
  variant: '',
  unit: 'count',
  calendar: 'open',
  population: 0,
  numerator: null,
  roster: 0,
  eligible: null,
  distribution: null,
  share: null,
};
const computed = (changes: Partial<ComputedFigure> = {}): Pick<ComputedCells, 'cells' | 'figures'> => ({
  cells: [CELL],
  figures: [{ ...FIGURE, ...changes }],
});
const ENTRY = {
  table: 'credential',
  measure: 'holders',
  key: { cohort: '2019', credential: 'X' },
  value: 15,
  source: 'completions',
};
const CATALOGUE = { published_elsewhere: [ENTRY] };

test('an entry is the count at its address, in whatever order its dimensions stand', () => {
  expect(countsElsewhere(CATALOGUE, computed(), ROUNDED_POLICY)).toEqual([
    { population: 'award everybody', key: KEY },
  ]);
});

test('a count of a year that is not over yet is left out, and no list is none', () => {
  expect(countsElsewhere(CATALOGUE, computed({ calendar: 'not_mature' }), ROUNDED_POLICY)).toEqual([]);
  expect(countsElsewhere({}, computed(), EXACT_POLICY)).toEqual([]);
});

test('an entry without a count, or beside true counts, is refused', () => {
  const refused = (from: ReturnType<typeof computed>, policy: typeof ROUNDED_POLICY, code: string) =>
    expect(() => countsElsewhere(CATALOGUE, from, policy)).toThrow(expect.objectContaining({ code }));
  refused(computed({ unit: 'share' }), ROUNDED_POLICY, 'catalogue_invalid');
  refused(computed({ measure: 'linked' }), ROUNDED_POLICY, 'catalogue_invalid');
  refused(computed(), EXACT_POLICY, 'policy_invalid');
});
