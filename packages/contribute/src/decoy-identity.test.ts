import type { RawIdentifiers } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { decoyIdentity } from './decoy-identity.ts';

/** Draws 0, 1, 2 ... in turn. */
function counting(): (below: number) => number {
  let next = 0;
  return (below) => {
    next += 1;
    return (next - 1) % below;
  };
}

const PEOPLE: readonly RawIdentifiers[] = ['Anna', 'Bruno', 'Carla', 'David'].map((givenName, index) => ({
  givenName,
  middleName: `M${index}`,
  surname: `Surname${'abcd'[index]}`,
  dateOfBirth: `198${index}-0${index + 1}-1${index}`,
  ssn: `${index + 1}23-45-678${index}`,
  street: `${index} Oak St`,
  zip: `0860${index}`,
  phone: `609-555-123${index}`,
  email: `${givenName}@example.org`,
  reference: { issuer: 'college', value: `S${index}` },
}));

function expectNobodysOwn(decoy: RawIdentifiers | null): void {
  for (const field of ['ssn', 'phone', 'email', 'reference'] as const) {
    expect(decoy?.[field]).toBeDefined();
    expect(PEOPLE.map((record) => record[field])).not.toContainEqual(decoy?.[field]);
  }
}

describe('invented records', () => {
  it('a stranger takes no two telling parts from one person, and no number of theirs', () => {
    const stranger = decoyIdentity('stranger', PEOPLE, counting());
    expect(stranger).toMatchObject({
      surname: 'Surnamea',
      givenName: 'Bruno',
      dateOfBirth: '1982-03-12',
      street: '3 Oak St',
    });
    expectNobodysOwn(stranger);
  });

  it('a twin shares a household and a birth date, and bears another given name', () => {
    const twin = decoyIdentity('twin', PEOPLE, counting());
    expect(twin).toMatchObject({
      givenName: 'Bruno',
      middleName: 'M1',
      surname: 'Surnamea',
      dateOfBirth: '1980-01-10',
      street: '0 Oak St',
      zip: '08600',
    });
    expectNobodysOwn(twin);
    expect(decoyIdentity('twin', [PEOPLE[0] ?? {}, { givenName: 'Alan' }], counting())).toBeNull();
  });

  it.each(['stranger', 'twin'] as const)('a %s has what the records of its file have', (kind) => {
    const fields = (record: RawIdentifiers | null) => Object.keys(record ?? {}).toSorted();
    expect(fields(decoyIdentity(kind, PEOPLE, counting()))).toEqual(fields(PEOPLE[0] ?? {}));
    const fewer = PEOPLE.map(({ ssn: _, phone: __, email: ___, ...record }) => record);
    expect(fields(decoyIdentity(kind, fewer, counting()))).toEqual(fields(fewer[0] ?? {}));
  });

  it('a copy differs in one field or two, always in one at least, and its reference is its own', () => {
    const ofWages = PEOPLE.map(({ givenName = '', surname = '', ssn = '' }) => ({ givenName, surname, ssn }));
    for (const people of [PEOPLE, ofWages] satisfies (readonly RawIdentifiers[])[]) {
      for (let seed = 0; seed < 30; seed += 1) {
        const draw = counting();
        for (let skip = 0; skip < seed; skip += 1) draw(1);
        const copy: Readonly<Record<string, unknown>> = { ...decoyIdentity('copy', people, draw) };
        const original: Readonly<Record<string, unknown>> = { ...people[0] };
        const differing = Object.entries(original).filter(
          ([field, value]) => field !== 'reference' && copy[field] !== value,
        );
        expect(differing.length).toBeGreaterThan(0);
        expect(differing.length).toBeLessThanOrEqual(2);
        expect(copy.reference === undefined).toBe(people === ofWages);
        expect(PEOPLE.map(({ reference }) => reference)).not.toContainEqual(copy.reference);
      }
    }
    expect(decoyIdentity('copy', [{ ssn: '123-45-6780' }, {}], counting()), 'nothing to damage').toBeNull();
  });

  it('keeps the form of a number that a spreadsheet wrote', () => {
    const people = PEOPLE.map((record) => ({ ...record, ssn: '123456780.0' }));
    expect(decoyIdentity('twin', people, counting())?.ssn).toMatch(/^12345[^6]78[^0]$/);
  });

  it('is none where the records lack names', () => {
    expect(decoyIdentity('stranger', [{}, {}, {}, {}], counting())).toBeNull();
    expect(decoyIdentity('copy', [], counting())).toBeNull();
  });
});
