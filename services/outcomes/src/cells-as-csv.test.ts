import type { PublishedCell, PublishedTable } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { cellsAsCsv } from './cells-as-csv.ts';

const table: PublishedTable = {
  table: 't',
  title: 'T',
  dimensions: [{ name: 'credential', members: [] }],
  measures: [],
};

function cell(over: Partial<PublishedCell>): PublishedCell {
  return {
    table: 't',
    measure: 'holders',
    variant: '',
    key: { credential: 'X' },
    unit: 'count',
    status: 'ok',
    value: 20,
    low: 15,
    high: 24,
    asOf: null,
    ...over,
  };
}

test('a withheld cell has a status and no number', () => {
  const withheld = cell({ status: 'suppressed', value: null, low: null, high: null });
  expect(cellsAsCsv(table, [cell({}), withheld])).toBe(
    'credential,measure,variant,unit,status,value,low,high,as_of\r\n' +
      'X,holders,,count,ok,20,15,24,\r\n' +
      'X,holders,,count,suppressed,,,,\r\n',
  );
});

test('a carried figure names the release it is of', () => {
  expect(cellsAsCsv(table, [cell({ status: 'carried', asOf: '0123456789abcdef' })])).toContain(
    'X,holders,,count,carried,20,15,24,0123456789abcdef\r\n',
  );
});

test('a code that looks like a formula does not run in a spreadsheet, a negative number stays one', () => {
  expect(
    cellsAsCsv(table, [
      cell({ key: { credential: '=1+1' }, unit: 'usd', value: -500, low: -750, high: -250 }),
    ]),
  ).toBe(
    "credential,measure,variant,unit,status,value,low,high,as_of\r\n'=1+1,holders,,usd,ok,-500,-750,-250,\r\n",
  );
});

test('quotes, commas and line breaks are quoted', () => {
  expect(cellsAsCsv(table, [cell({ key: { credential: 'a,"b"\nc' } })])).toContain('"a,""b""\nc",holders');
});

test('codes that do not speak for themselves have their label beside them', () => {
  const labelled: PublishedTable = {
    ...table,
    dimensions: [
      { name: 'credential', members: [{ code: 'X', label: 'Welding, structural', parent: null }] },
      { name: 'cohort', members: [{ code: '2020', label: '2020', parent: null }] },
    ],
  };
  expect(cellsAsCsv(labelled, [cell({ key: { credential: 'X', cohort: '2020' } })])).toBe(
    'credential,credential_label,cohort,measure,variant,unit,status,value,low,high,as_of\r\n' +
      'X,"Welding, structural",2020,holders,,count,ok,20,15,24,\r\n',
  );
});
