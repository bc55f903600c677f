import { expect, test } from 'vitest';
import { parseColumnMapping } from './column-mapping.ts';
import { READERS, suggestMapping } from './readers.ts';

const FIELDS = READERS.holders.fields.map((field) => field.name);

function problemsOf(document: unknown): unknown {
  try {
    parseColumnMapping(document, FIELDS);
  } catch (error) {
    return error;
  }
  return null;
}

test('a mapping names columns, constants, date orders and words', () => {
  const mapping = parseColumnMapping(
    {
      version: 1,
      kind: 'holders',
      columns: { last_name: 'Surname', award_date: ['Issued', 'Earned'] },
      constants: { action: 'initial' },
      dateOrders: { award_date: 'DMY' },
      values: { credential_code: { 'Welder I': 'HI-WLD' } },
    },
    FIELDS,
  );
  expect(mapping.columns).toEqual({ last_name: ['Surname'], award_date: ['Issued', 'Earned'] });
  expect(mapping.values).toEqual({ credential_code: { 'WELDER I': 'HI-WLD' } });
  expect(mapping.dateOrders).toEqual({ award_date: 'DMY' });
});

test('everything that is wrong with a mapping is said at once', () => {
  expect(
    problemsOf({
      version: 2,
      kind: 'people',
      columns: { shoe_size: 'Shoe', ssn: 7 },
      dateOrders: { award_date: 'YMD' },
      extra: 1,
    }),
  ).toMatchObject({
    code: 'mapping_invalid',
    detail: {
      problems: [
        'extra: unknown key',
        'version: must be 1',
        expect.stringContaining('kind: must be one of'),
        'columns.shoe_size: no such field',
        'columns.ssn: must be a column name or a list of them',
        'dateOrders.award_date: must be one of MDY, DMY',
      ],
    },
  });
});

test.each([null, 7, 'text', []])('%j is no mapping', (document) => {
  expect(problemsOf(document)).toMatchObject({ code: 'mapping_invalid' });
});

test('a mapping is guessed from the names of the columns', () => {
  const suggestion = suggestMapping('holders', [
    'Cert No',
    'First',
    'Last',
    'DOB',
    'E-Mail',
    'ZIP Code',
    'HOLDER CERT AWARD DATE',
    'Certification',
    'Expiration Date',
    'Notes',
  ]);
  expect(suggestion.mapping.columns).toEqual({
    record_ref: ['Cert No'],
    first_name: ['First'],
    last_name: ['Last'],
    date_of_birth: ['DOB'],
    email: ['E-Mail'],
    zip: ['ZIP Code'],
    credential_code: ['Certification'],
    award_date: ['HOLDER CERT AWARD DATE'],
    expires_on: ['Expiration Date'],
  });
  expect(suggestion.missing).toEqual([]);
  expect(suggestion.unused).toEqual(['Notes']);
});

test('a guess says which required fields found no column', () => {
  expect(suggestMapping('holders', ['Last', 'Phone']).missing).toEqual(['credential_code', 'award_date']);
});
