import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvRow, CsvRowReader, MAX_LINES_PER_ROW } from './csv-rows.ts';
import type { ScannedLine } from './scan-lines.ts';

function lines(text: string): ScannedLine[] {
  return text.split('\n').map((line, index) => ({ number: index + 1, text: line, problem: null }));
}

function rowsOf(text: string, width: number): CsvRow[] {
  const reader = new CsvRowReader(',', width);
  return [...reader.push(lines(text)), ...reader.end()];
}

function summary(rows: readonly CsvRow[]): unknown[] {
  return rows.map((row) => (row.problem === null ? [row.line, ...row.fields] : [row.line, row.problem]));
}

test('quotes hold delimiters, newlines and doubled quotes', () => {
  expect(summary(rowsOf('1,"a, b","say ""hi"""\n2,"two\nlines",x', 3))).toEqual([
    [1, '1', 'a, b', 'say "hi"'],
    [2, '2', 'two\nlines', 'x'],
  ]);
});

test('a quote inside a field that does not start with one is text', () => {
  expect(summary(rowsOf('1,5" pipe,x', 3))).toEqual([[1, '1', '5" pipe', 'x']]);
});

test('any table of texts comes back from its RFC 4180 form', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é') });
  const table = fc.array(fc.tuple(fc.constant('k'), cell, cell), { maxLength: 8 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows
        .map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(','))
        .join('\n');
      expect(rowsOf(text, 3).map((row) => row.fields)).toEqual(rows);
    }),
  );
});

test('a quote that is never closed costs its own line and no other', () => {
  const text = '1,"Smith,John\n2,"Miller, A",Ann\n3,plain,Bob';
  expect(summary(rowsOf(text, 3))).toEqual([
    [1, 'row_malformed'],
    [2, '2', 'Miller, A', 'Ann'],
    [3, '3', 'plain', 'Bob'],
  ]);
});

test('a quote that swallows rows of another width costs its own line and no other', () => {
  expect(summary(rowsOf('1,"x\n2,y"\n3,z', 3))).toEqual([
    [1, 'row_malformed'],
    [2, 'row_malformed'],
    [3, 'row_malformed'],
  ]);
  expect(summary(rowsOf('1,"x\n2,y\n3,z', 2))).toEqual([
    [1, 'row_malformed'],
    [2, '2', 'y'],
    [3, '3', 'z'],
  ]);
});

test('a quoted field may run over the limit of lines, not over one more', () => {
  const run = (count: number) => `1,"${'x\n'.repeat(count - 1)}"`;
  expect(summary(rowsOf(run(MAX_LINES_PER_ROW), 2))).toHaveLength(1);
  expect(summary(rowsOf(run(MAX_LINES_PER_ROW), 2))[0]).toEqual([
    1,
    '1',
    'x\n'.repeat(MAX_LINES_PER_ROW - 1),
  ]);
  expect(rowsOf(run(MAX_LINES_PER_ROW + 1), 2)[0]?.problem).toBe('row_malformed');
});

test('text after a closing quote is malformed', () => {
  expect(summary(rowsOf('1,"a"b\n2,c', 2))).toEqual([
    [1, 'row_malformed'],
    [2, '2', 'c'],
  ]);
});

test('too few fields are malformed, empty fields too many are cut off, blank rows are left out', () => {
  expect(summary(rowsOf('1,2\n1,2,3,,\n,,\n\n1,2,3,4', 3))).toEqual([
    [1, 'row_malformed'],
    [2, '1', '2', '3'],
    [5, 'row_malformed'],
  ]);
});

test('a row that is open when the lines end is finished by the next lines', () => {
  const reader = new CsvRowReader(',', 2);
  const [first, second] = lines('1,"a\nb"');
  expect(first === undefined ? [] : reader.push([first])).toEqual([]);
  expect(second === undefined ? [] : reader.push([second])).toEqual([
    { line: 1, fields: ['1', 'a\nb'], problem: null },
  ]);
});
