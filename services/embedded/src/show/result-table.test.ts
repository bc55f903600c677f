import type { PublishedCell, PublishedTable } from '@credlink/contracts';
import { describe, expect, test } from 'vitest';
import { figure, showResult } from './result-table.ts';

function cell(over: Partial<PublishedCell>): PublishedCell {
  return {
    table: 'credential',
    measure: 'holders',
    variant: '',
    key: { credential: 'X', cohort: 'all' },
    unit: 'count',
    status: 'ok',
    value: 40,
    low: 35,
    high: 44,
    asOf: null,
    ...over,
  };
}

describe('a figure in words', () => {
  test.each([
    ['about 40', cell({})],
    ['40', cell({ low: 40, high: 40 })],
    ['75-80 %', cell({ unit: 'share', value: 0.775, low: 0.75, high: 0.8 })],
    ['$31,500', cell({ unit: 'usd', value: 31500, low: 31250, high: 31750 })],
    ['-$500', cell({ unit: 'usd', value: -500, low: -750, high: -250 })],
    ['withheld', cell({ status: 'suppressed', value: null, low: null, high: null })],
    ['not mature', cell({ status: 'not_mature', value: null, low: null, high: null })],
    ['-', undefined],
  ])('%s', (words, shown) => {
    expect(figure(shown)).toBe(words);
  });
});

test('a table has a line for each credential, and never the total of a dimension it does not show', () => {
  const table: PublishedTable = {
    table: 'credential',
    title: 'Credential',
    dimensions: [
      {
        name: 'credential',
        members: [
          { code: 'X', label: 'Welding', parent: null },
          { code: 'Y', label: 'Nursing aide', parent: null },
        ],
      },
    ],
    measures: [],
  };
  const text = showResult({
    table,
    cells: [
      cell({}),
      cell({ key: { credential: 'X', cohort: '2020' }, value: 10 }),
      cell({
        key: { credential: 'Y', cohort: 'all' },
        status: 'suppressed',
        value: null,
        low: null,
        high: null,
      }),
    ],
  });
  const lines = text.split('\n');
  expect(lines.at(-2)).toMatch(/^Welding {8}about 40 /);
  expect(lines.at(-1)).toMatch(/^Nursing aide {3}withheld /);
  expect(text).not.toContain('about 10');
});
