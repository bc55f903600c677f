import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../encoding/utf8.ts';
import type { RawIdentifiers } from '../identifiers.ts';

/** The day challenge rows are read on, so that the calendar does not change an answer. */
export const CHALLENGE_DAY = '2026-01-01';

/** Rows of one challenge. With them every rule of every pack is met by rows that yield tokens and rows that do not. */
const CHALLENGE_ROWS = 48;

/**
 * Spellings that separate one normaliser from another: each stands for a rule of docs/NORMALISATION.md. Of nobody:
 * numbers and addresses are invented, names are drawn apart from each other.
 */
const SPELLINGS = {
  givenName: [
    'Margaret',
    'Dr. José',
    'Mary-Ann',
    'Wm.',
    'K.C.',
    'Þóra',
    'ELIZABETH ANNE',
    'Bob',
    "D'Arcy",
    'Zoë Q.',
    'Unknown',
    'J0HN',
    'Ørjan',
    'Peggy',
    'Sir Ian',
    'Xiu  Mei',
  ],
  middleName: ['Lee', 'NMN', 'q.', '', 'Anne Marie', 'É', '-'],
  surname: [
    "O'Neill",
    'Garcia de la Torre',
    'Smith-Jones Jr.',
    'van der Berg',
    'McDonald III',
    'Müller',
    'ßauer',
    'St. John',
    'Nguyễn',
    'Łukasz née Kowalski',
    'LEE',
    'Ng',
    'N/A',
    'Fitz Gerald',
    'Abernathy Ph.D.',
    'Wh1te',
  ],
  suffix: ['', 'Jr', 'IV', '2nd'],
  formerSurname: ['', 'Baker; Cooper', 'De Souza', 'Hernández'],
  dateOfBirth: [
    '1984-02-29',
    '3/9/1971',
    '29/03/1994',
    '19680704',
    '9-Mar-94',
    'March 12, 1959',
    '1900-01-01',
    '2001-02-29',
    '1977-11-05T00:00:00Z',
    '07.08.1982',
    '1887-10-30',
    'O1/I2/1990',
  ],
  ssn: [
    '219-09-1234',
    '457 55 5463',
    '078051120',
    '7051121',
    '345546795.0',
    '900-12-3456',
    'XXX-XX-4321',
    '',
  ],
  sex: ['F', 'male', 'X', 'U', ''],
  street: [
    '12 North Elm Street Apt 4',
    '12 N ELM ST',
    'P.O. Box 77',
    '1O Saint Marys Avenue',
    '455 Twenty-First Blvd. #3',
    'One Main St',
    '',
  ],
  city: ['Saint Paul', 'Ft. Worth', 'N. Haven', 'São Tomé', 'Springfield'],
  state: ['MA', 'TX', ''],
  zip: ['01563', '1563', '90210-1234', '99999', 'SW1A 1AA', '2O134'],
  phone: ['(234) 555-7890', '+1 234.567.8901 x12', '555-5555', '2345678901', ''],
  email: [
    'Pat.Doe+news@Example.ORG',
    'mailto:q@example.net',
    'noemail@none.com',
    'Ann <a_n@example.com>',
    '',
  ],
} as const satisfies Partial<Record<keyof RawIdentifiers, readonly string[]>>;

const FULL_NAMES = ['Torre, Ana Maria', 'John Q Public', 'van Dyke Jr, Dick', 'Madonna'];

/**
 * The rows of the challenge with this seed: every value by the seed alone, so that whoever knows the seed can make
 * them again. A fifth of the rows has the whole name in one field.
 */
export function challengeRows(seed: string): readonly RawIdentifiers[] {
  return Array.from({ length: CHALLENGE_ROWS }, (_, row) => {
    const bytes = sha256(utf8(`credlink/challenge/v1/${row}/${seed}`));
    const picked = (values: readonly string[], place: number): string =>
      values[(((bytes[place] ?? 0) << 8) | (bytes[31 - place] ?? 0)) % values.length] ?? '';
    const fields = Object.fromEntries(
      Object.entries(SPELLINGS).map(([field, values], place) => [field, picked(values, place)]),
    );
    const reference = { issuer: 'challenge', value: ` ab-${bytes[15] ?? 0}.0${row} ` };
    if (row % 5 !== 0) return { ...fields, reference };
    const { givenName: _given, middleName: _middle, surname: _surname, ...others } = fields;
    return { ...others, fullName: picked(FULL_NAMES, 14), reference };
  });
}
