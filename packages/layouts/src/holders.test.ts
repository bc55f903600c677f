import { expect, test } from 'vitest';
import { parseColumnMapping } from './column-mapping.ts';
import { isRejected, type LayoutOptions, type LayoutReading } from './layout-record.ts';
import { READERS } from './readers.ts';
import { collect, inChunks, OPTIONS, outcomes, utf8 } from './test-chunks.ts';

const HEADER = 'record_ref,last_name,credential_code,award_date,action';

function read(text: string | Uint8Array, options: Partial<LayoutOptions> = {}): LayoutReading {
  const bytes = typeof text === 'string' ? utf8(text) : text;
  return READERS.holders.read(inChunks(bytes), { ...OPTIONS, ...options });
}

function mapping(rest: object): LayoutOptions['mapping'] {
  const fields = READERS.holders.fields.map((field) => field.name);
  return parseColumnMapping({ version: 1, kind: 'holders', ...rest }, fields);
}

test('a row becomes identifiers as they stand and facts by the contract', async () => {
  const reading = read(
    'record_ref,first_name,last_name,date_of_birth,credential_code,award_date,action,expires_on,attempt_no,route,assessment_state,notes\n' +
      'R1,Ana,"O\'Neil, Jr",03/29/1994,cl-phl,12/13/2023,Renewal,2025-12-13,2,Exam,nj,secret\n',
  );
  expect(await collect(reading.batches)).toEqual([
    {
      line: 2,
      recordRef: 'R1',
      identifiers: { givenName: 'Ana', surname: "O'Neil, Jr", dateOfBirth: '03/29/1994' },
      facts: {
        credential_code: 'CL-PHL',
        award_date: '2023-12-13',
        action: 'renewal',
        expires_on: '2025-12-13',
        exam_date: null,
        attempt_no: 2,
        route: 'exam',
        assessment_state: 'NJ',
      },
      employer: null,
      successorOf: null,
    },
  ]);
  expect(reading.report()).toMatchObject({
    encoding: 'ascii',
    rowsRead: 1,
    rowsAccepted: 1,
    rejected: {},
    ignoredColumns: ['notes'],
  });
});

test.each([
  ['R1,Lee,,2021-01-01,initial', 'credential_code_missing'],
  ['R1,Lee,=1+2,2021-01-01,initial', 'credential_code_unknown'],
  ['R1,Lee,X-1,,initial', 'date_missing'],
  ['R1,Lee,X-1,1900-01-01,initial', 'date_missing'],
  ['R1,Lee,X-1,someday,initial', 'date_unreadable'],
  ['R1,Lee,X-1,1700-01-01,initial', 'date_out_of_range'],
  ['R1,Lee,X-1,2999-01-01,initial', 'date_out_of_range'],
  ['R1,Lee,X-1,2021-01-01,lost', 'action_unknown'],
  [',Lee,X-1,2021-01-01,initial', 'record_ref_missing'],
  ['R1,,X-1,2021-01-01,initial', 'identifiers_missing'],
  ['R1,Lee,X-1', 'row_malformed'],
  ['R1,Lee,X-1,2021-01-01,initial,surplus', 'row_malformed'],
  ['R1,L\0ee,X-1,2021-01-01,initial', 'nul_byte'],
  [`R1,${'x'.repeat(70_000)},X-1,2021-01-01,initial`, 'row_too_long'],
])('a bad row is rejected with a reason and its line, its neighbours are kept', async (row, reason) => {
  const fine = 'R0,Lee,X-1,2021-01-01,initial';
  const reading = read(`${HEADER}\n${fine}\n${row}\n${fine}\n`);
  const records = await collect(reading.batches);
  expect(records.filter(isRejected)).toEqual([{ line: 3, rejected: reason }]);
  expect(reading.report()).toMatchObject({ rowsRead: 3, rowsAccepted: 2, rejected: { [reason]: 1 } });
});

test('10,000 codes that are shaped like codes pass: the catalogue judges them later', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `R${index},Lee,ZZ-${index},2021-01-01,initial\n`);
  const reading = read(`${HEADER}\n${rows.join('')}`);
  await collect(reading.batches);
  expect(reading.report()).toMatchObject({ rowsAccepted: 10_000, rejected: {} });
});

test('formulas and SQL in a name are text', async () => {
  const names = ['=HYPERLINK(1)', '+1', '@SUM(A1)', "Robert'); DROP TABLE person;--"];
  const reading = read(`${HEADER}\n${names.map((name) => `R,${name},X,2021-01-01,initial`).join('\n')}`);
  const records = await collect(reading.batches);
  expect(records.map((record) => (isRejected(record) ? '' : record.identifiers.surname))).toEqual(names);
});

test('the zeros that a spreadsheet kept by a formula are read without it', async () => {
  const reading = read('record_ref,last_name,zip,credential_code,award_date\nR1,Lee,="08954",X,2021-01-01\n');
  const [record] = await collect(reading.batches);
  expect(record).toMatchObject({ identifiers: { zip: '08954' } });
});

test('without a column of actions every award is initial, and a revoked status revokes', async () => {
  const reading = read(
    'last_name,cert code,issue date,status\nLee,X,2021-01-01,active\nLee,X,2021-01-01,Revoked\n',
  );
  expect(await outcomes(reading, 'action')).toEqual([['initial'], ['revoked']]);
});

test('an optional value that cannot be read is left empty and counted', async () => {
  const reading = read(`${HEADER},expires_on,route\nR1,Lee,X,2021-01-01,initial,whenever,osmosis\n`);
  expect(await outcomes(reading, 'expires_on', 'route')).toEqual([[null, null]]);
  expect(reading.report()).toMatchObject({ rowsAccepted: 1, blankedValues: { expires_on: 1, route: 1 } });
});

test('NULL is no value in a fact and a surname in a name', async () => {
  const reading = read(`${HEADER},exam_date\nR1,Null,X,2021-01-01,initial,NULL\n`);
  const [record] = await collect(reading.batches);
  expect(record).toMatchObject({ identifiers: { surname: 'Null' }, facts: { exam_date: null } });
  expect(reading.report().blankedValues).toEqual({});
});

test('a mapping brings own columns, words, constants and day-first dates', async () => {
  const reading = read('Ref;Wer;Geb;Titel;Datum1;Datum2\n1;Lee, Ann;31/01/1980;welder i;;13/05/2021\n', {
    mapping: mapping({
      columns: {
        record_ref: 'Ref',
        name: 'Wer',
        date_of_birth: 'Geb',
        credential_code: 'Titel',
        award_date: ['Datum1', 'Datum2'],
      },
      constants: { action: 'renewal' },
      dateOrders: { award_date: 'DMY', date_of_birth: 'DMY' },
      values: { credential_code: { 'Welder I': 'HI-WLD' } },
    }),
  });
  const [record] = await collect(reading.batches);
  expect(record).toMatchObject({
    identifiers: { fullName: 'Lee, Ann', dateOfBirth: '1980-01-31' },
    facts: { credential_code: 'HI-WLD', award_date: '2021-05-13', action: 'renewal' },
  });
});

test('a candidate number is an identifier under the organisation that gave it', async () => {
  const reading = read('member_id,credential_code,award_date,last_name\nM77,X,2021-01-01,\n', {
    referenceIssuer: 'body',
  });
  const [record] = await collect(reading.batches);
  expect(record).toMatchObject({ identifiers: { reference: { issuer: 'body', value: 'M77' } } });
});

test.each([
  ['no column for a required field', 'last_name,award_date\nLee,2021-01-01\n', 'column_missing'],
  ['no identifier', 'credential_code,award_date\nX,2021-01-01\n', 'column_missing'],
  ['nothing at all', '', 'file_empty'],
  ['blank lines only', '\n\n', 'file_empty'],
  ['a header that is too long', `${'x'.repeat(70_000)}\n`, 'line_too_long'],
  ['a header with NUL bytes', 'last\0name,credential_code,award_date,record_ref,route\n', 'file_has_nul'],
  ['CR alone as line end', 'last_name,credential_code\rLee,X\r', 'file_encoding'],
])('a file with %s is refused', async (_, text, code) => {
  await expect(collect(read(text).batches)).rejects.toMatchObject({ kind: 'rejected', code });
});

test('the missing columns are named', async () => {
  await expect(collect(read('first_name\nAnn\n').batches)).rejects.toMatchObject({
    detail: {
      missing: ['credential_code', 'award_date', expect.stringContaining('an identifier (last_name')],
    },
  });
});

test('a mapping that names a column the file lacks, or has twice, is refused', async () => {
  const wrong = mapping({ columns: { last_name: 'Surname', credential_code: 'Code', award_date: 'Day' } });
  await expect(collect(read('Surname,Code\nLee,X\n', { mapping: wrong }).batches)).rejects.toMatchObject({
    code: 'column_missing',
    detail: { missing: ['Day'] },
  });
  await expect(collect(read('Surname,Code,Day,Day\n', { mapping: wrong }).batches)).rejects.toMatchObject({
    code: 'mapping_invalid',
  });
});

test('a mapping of another kind is refused', async () => {
  const other = parseColumnMapping({ version: 1, kind: 'roster' }, ['student_id']);
  await expect(collect(read('a\n', { mapping: other }).batches)).rejects.toMatchObject({
    code: 'mapping_invalid',
  });
});

test('windows-1252 is read and said', async () => {
  const bytes = Uint8Array.from([...utf8(`${HEADER}\nR1,M`), 0xfc, ...utf8('ller,X,2021-01-01,initial\n')]);
  const reading = read(bytes);
  const [record] = await collect(reading.batches);
  expect(record).toMatchObject({ identifiers: { surname: 'Müller' } });
  expect(reading.report().encoding).toBe('windows-1252');
});
