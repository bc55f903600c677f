import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identifiers } from '../identifiers.ts';
import { normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import { IMPLIED_LEVELS, type KnownLevel, LEVELS } from './level-order.ts';
import { levelValues } from './level-values.ts';

const TODAY = '2026-01-01';
const PERSON = {
  givenName: 'Bill',
  middleName: 'James',
  surname: 'Smith-Jones',
  formerSurname: 'Miller',
  dateOfBirth: '1984-03-09',
  ssn: '219-09-9998',
  street: '12 N Main St',
  city: 'Trenton',
  zip: '08601',
  phone: '(609) 555-0123',
  email: 'Bill.Smith@example.org',
};

function values(level: KnownLevel, identifiers: Identifiers): readonly string[] {
  return levelValues(level, identifiers, identifiers.ssn);
}

describe('level values', () => {
  const person = normaliseIdentifiers(PERSON, TODAY);

  it('spells an attribute at each of its levels', () => {
    expect(values('given.root', person)).toEqual(['WILLIAM']);
    expect(values('given.initial', person)).toEqual(['B']);
    expect(values('middle.initial', person)).toEqual(['J']);
    expect(new Set(values('surname.part', person))).toEqual(
      new Set(['SMITHJONES', 'SMITH', 'JONES', 'MILLER']),
    );
    expect(values('birthDate.yearMonth', person)).toEqual(['1984-3']);
    expect(values('birthDate.sorted', person)).toEqual(['1984-3-9']);
    expect(values('ssn.lastFour', person)).toEqual(['9998']);
    expect(values('zip.five', person)).toEqual(['08601']);
  });

  it('takes a birth date with day and month the other way round for the same sorted value', () => {
    const swapped = normaliseIdentifiers({ ...PERSON, dateOfBirth: '1984-09-03' }, TODAY);
    expect(values('birthDate.sorted', swapped)).toEqual(values('birthDate.sorted', person));
    expect(values('birthDate.full', swapped)).not.toEqual(values('birthDate.full', person));
  });

  it('never looks at the SSN itself for the nine digits, only at its evaluation', () => {
    expect(levelValues('ssn.nine', person, null)).toEqual([]);
    expect(levelValues('ssn.nine', person, 'evaluation')).toEqual(['evaluation']);
  });

  it('yields nothing at any level for a record that is empty', () => {
    const empty = normaliseIdentifiers({}, TODAY);
    for (const level of Object.values(LEVELS).flat()) expect(levelValues(level, empty, null)).toEqual([]);
  });

  it('refuses a level it does not know', () => {
    expect(() => levelValues('surname.rhyme', person, null)).toThrow(RangeError);
  });

  it('keeps references of different issuers apart, whatever the values', () => {
    const of = (issuer: string, value: string) =>
      levelValues('reference.exact', { ...person, reference: { issuer, value } }, null)[0];
    expect(of('A1', '23')).not.toBe(of('A', '123'));
  });

  it('agrees at every level that a stronger agreement implies', () => {
    const word = fc.constantFrom(
      'ANN',
      'ANNE',
      'BOB',
      'ROBERT',
      'SMITH',
      'SMYTH',
      'SMITH-JONES',
      'O BRIEN',
      'LEE',
    );
    const record = fc.record({
      givenName: word,
      surname: word,
      formerSurname: word,
      middleName: word,
      dateOfBirth: fc.constantFrom('1984-03-09', '1984-09-03', '1984-03-10', '1990-01-01'),
      ssn: fc.constantFrom('212-09-9998', '212-09-9997'),
      street: fc.constantFrom('12 Main St', '12 Main Street Apt 4', '14 Main St'),
      city: fc.constantFrom('Trenton', 'Trention'),
      phone: fc.constantFrom('609-555-0123', '732-555-0123'),
      email: fc.constantFrom('a.b@example.org', 'a.b@example.com'),
    });
    fc.assert(
      fc.property(record, record, (one, other) => {
        const [left, right] = [normaliseIdentifiers(one, TODAY), normaliseIdentifiers(other, TODAY)];
        const agrees = (level: KnownLevel) =>
          values(level, left).some((value) => values(level, right).includes(value));
        for (const [stronger, weaker] of Object.entries(IMPLIED_LEVELS)) {
          if (!agrees(stronger as KnownLevel)) continue;
          for (const level of weaker)
            expect({ stronger, level, agrees: agrees(level) }).toEqual({ stronger, level, agrees: true });
        }
      }),
    );
  });
});
