import { describe, expect, test } from 'vitest';
import { shownColumns } from './shown-columns.ts';

describe('column names that may be shown', () => {
  test('ordinary headers are shown whole', () => {
    const header = ['Cert No', 'LAST_NAME', 'date_of_birth', 'CIP2020', 'Adresse (Straße)', '2_year_4_year'];
    expect(shownColumns(header.slice(0, 5))).toEqual(header.slice(0, 5));
  });

  test.each([
    ['an SSN', ['John', 'Smith', '123-45-6789']],
    ['a birth date', ['John', 'Smith', '1980-01-02']],
    ['an e-mail address', ['John', 'Smith', 'john@example.org']],
    ['nine digits behind a letter', ['John', 'Smith', 'A123456789']],
    ['a control character', ['John', 'Smith\u001b[2J']],
  ])('a first row with %s is not shown at all', (_what, row) => {
    expect(shownColumns(row)).toEqual([]);
  });
});
