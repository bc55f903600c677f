import type { PublishedTable } from '@credlink/contracts';
import { describe, expect, test } from 'vitest';
import { parseCellQuery } from './cell-query.ts';

const table: PublishedTable = {
  table: 'credential',
  title: 'By credential',
  dimensions: [
    {
      name: 'credential',
      members: [
        { code: 'X-1', label: 'One', parent: null },
        { code: 'X-2', label: 'Two', parent: null },
      ],
    },
    { name: 'cohort', members: [{ code: 'all', label: 'All years', parent: null }] },
  ],
  measures: [{ measure: 'holders', variant: '', unit: 'count' }],
};

describe('a cell query', () => {
  test('names members, measures and variants of the lattice', () => {
    expect(parseCellQuery(table, { measure: 'holders', variant: '', credential: 'X-1,X-2' })).toEqual({
      measure: 'holders',
      variant: '',
      codes: new Map([['credential', ['X-1', 'X-2']]]),
    });
  });

  test('with nothing asks for the whole table', () => {
    expect(parseCellQuery(table, {})).toEqual({ measure: null, variant: null, codes: new Map() });
  });

  test.each([
    ['an unknown code', { credential: 'X-3' }],
    ['an unknown code beside a known one', { credential: 'X-1,X-3' }],
    ['an empty code', { credential: '' }],
    ['a range', { credential: 'X-1..X-2' }],
    ['a negation', { 'credential!': 'X-1' }],
    ['an unknown dimension', { employer: 'all' }],
    ['an unknown measure', { measure: 'names' }],
    ['a variant no measure has', { variant: 'exact' }],
    ['an inherited property name', { constructor: 'x' }],
  ])('with %s is outside the cube', (_, query) => {
    expect(() => parseCellQuery(table, query)).toThrow(expect.objectContaining({ code: 'not_in_cube' }));
  });
});
