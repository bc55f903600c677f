import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTRIBUTES, type RawIdentifiers } from '../identifiers.ts';
import { normaliseIdentifiers } from './normalise-identifiers.ts';

const TODAY = '2026-11-23';

test('a holder row becomes one canonical record', () => {
  const raw: RawIdentifiers = {
    givenName: 'Cassandra',
    middleName: 'j.',
    surname: 'Hostetter-Smith Jr',
    dateOfBirth: '03/29/1994',
    ssn: '604-42-0998',
    sex: 'F',
    street: '4005 w ashlan ave',
    city: 'East Anytown',
    zip: '8958',
    email: 'C.Hostetter@Example.net',
    phone: 'none',
  };
  expect(normaliseIdentifiers(raw, TODAY)).toEqual({
    given: ['CASSANDRA'],
    middle: 'J',
    surname: ['HOSTETTERSMITH', 'HOSTETTER', 'SMITH'],
    formerSurname: [],
    suffix: 'JR',
    birthDate: { year: 1994, month: 3, day: 29 },
    sex: 'F',
    ssn: '604420998',
    ssnLastFour: '0998',
    street: { line: '4005WASHLANAVE', number: '4005', word: 'ASHLAN' },
    city: 'EANYTOWN',
    zip: '08958',
    phone: null,
    email: { address: 'c.hostetter@example.net', local: 'c.hostetter', domain: 'example.net' },
    reference: null,
    states: {
      given: 'valid',
      middle: 'valid',
      surname: 'valid',
      birthDate: 'valid',
      sex: 'valid',
      ssn: 'valid',
      street: 'valid',
      city: 'valid',
      zip: 'valid',
      phone: 'placeholder',
      email: 'valid',
      reference: 'missing',
    },
  });
});

describe('the SSN attribute', () => {
  test('is valid where only the last four are known', () => {
    const { ssn, ssnLastFour, states } = normaliseIdentifiers({ ssn: 'XXX-XX-1234' }, TODAY);
    expect([ssn, ssnLastFour, states.ssn]).toEqual([null, '1234', 'valid']);
    expect(normaliseIdentifiers({ ssnLastFour: '4644' }, TODAY).ssnLastFour).toBe('4644');
  });

  test('a placeholder yields neither nine digits nor four', () => {
    const { ssn, ssnLastFour, states } = normaliseIdentifiers({ ssn: '123-45-6789' }, TODAY);
    expect([ssn, ssnLastFour, states.ssn]).toEqual([null, null, 'placeholder']);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(...'Jr|Smith, John, Jr.|de la|née|1900-01-01|000-00-0000|+1 ()|#|a@b|PO BOX'.split('|')),
  fc
    .array(fc.constantFrom(..."Mary de O' - van Jr III , . Ann Ø 9 |".split(' ')), { maxLength: 7 })
    .map((words) => words.join(' ')),
);
const rawRecord = fc.record(
  {
    givenName: hostile,
    middleName: hostile,
    surname: hostile,
    fullName: hostile,
    suffix: hostile,
    formerSurname: hostile,
    dateOfBirth: hostile,
    ssn: hostile,
    ssnLastFour: hostile,
    sex: hostile,
    street: hostile,
    city: hostile,
    zip: hostile,
    phone: hostile,
    email: hostile,
    reference: fc.record({ issuer: hostile, value: hostile }),
  },
  { requiredKeys: [] },
);

test('whatever a row holds, an attribute has a value exactly when it is valid', () => {
  fc.assert(
    fc.property(rawRecord, (raw) => {
      const { states, ...identifiers } = normaliseIdentifiers(raw, TODAY);
      for (const attribute of ATTRIBUTES) {
        const value = attribute === 'ssn' ? identifiers.ssnLastFour : identifiers[attribute];
        const isThere = value !== null && (!Array.isArray(value) || value.length > 0);
        expect([attribute, isThere]).toEqual([attribute, states[attribute] === 'valid']);
      }
    }),
    { numRuns: 400 },
  );
});

test('names are letters only, without marks, and no value is empty', () => {
  fc.assert(
    fc.property(rawRecord, (raw) => {
      const { given, surname, formerSurname, middle, city } = normaliseIdentifiers(raw, TODAY);
      for (const value of [...given, ...surname, ...formerSurname, middle ?? 'A', city ?? 'A']) {
        expect(value).toMatch(/^[\p{L}\p{M}\p{Nd}]+$/u);
        expect(value).toBe(value.toUpperCase());
      }
    }),
    { numRuns: 400 },
  );
});

test('canonical values are canonical: normalising them again changes nothing', () => {
  fc.assert(
    fc.property(rawRecord, (raw) => {
      const once = normaliseIdentifiers(raw, TODAY);
      const { birthDate: day, reference, email, street } = once;
      const pad = (number: number, length: number): string => String(number).padStart(length, '0');
      const again = normaliseIdentifiers(
        {
          givenName: once.given[0] ?? '',
          surname: once.surname[0] ?? '',
          middleName: once.middle ?? '',
          suffix: once.suffix ?? '',
          dateOfBirth: day === null ? '' : `${pad(day.year, 4)}-${pad(day.month, 2)}-${pad(day.day, 2)}`,
          ssn: once.ssn ?? '',
          ssnLastFour: once.ssnLastFour ?? '',
          sex: once.sex ?? '',
          street: street?.line ?? '',
          city: once.city ?? '',
          zip: once.zip ?? '',
          phone: once.phone ?? '',
          email: email?.address ?? '',
          reference: reference ?? { issuer: '', value: '' },
        },
        TODAY,
      );
      const view = (of: typeof once): unknown => [
        of.given.slice(0, 1),
        of.surname.slice(0, 1),
        of.middle,
        of.suffix,
        of.birthDate,
        of.ssn,
        of.ssnLastFour,
        of.sex,
        of.street?.line,
        of.city,
        of.zip,
        of.phone,
        of.email,
        of.reference,
      ];
      expect(view(again)).toEqual(view(once));
    }),
    { numRuns: 400 },
  );
});

test('a value of a million letters is invalid, not read and not cut', () => {
  const long = 'A'.repeat(1_000_000);
  const { states } = normaliseIdentifiers(
    {
      givenName: long,
      surname: long,
      street: `1 ${long}`,
      email: `${long}@x.org`,
      dateOfBirth: '1'.repeat(1_000_000),
    },
    TODAY,
  );
  expect([states.given, states.surname, states.street, states.email, states.birthDate]).toEqual(
    Array(5).fill('invalid'),
  );
});

test('today must be an ISO day', () => {
  expect(() => normaliseIdentifiers({}, 'today')).toThrow(TypeError);
});
