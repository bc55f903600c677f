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
  reference: { issuer: 'college', value: `S${index}` },
}));

describe('invented records', () => {
  it('a stranger takes no two telling parts from one person, and no number of theirs', () => {
    const stranger = decoyIdentity('stranger', PEOPLE, counting());
    expect(stranger).toMatchObject({
      surname: 'Surnamea',
      givenName: 'Bruno',
      dateOfBirth: '1982-03-12',
      street: '3 Oak St',
    });
    expect(PEOPLE.map(({ ssn }) => ssn)).not.toContain(stranger?.ssn);
    expect(stranger).not.toHaveProperty('reference');
  });

  it('a twin shares a household and a birth date, and bears another given name', () => {
    const twin = decoyIdentity('twin', PEOPLE, counting());
    expect(twin).toEqual({
      givenName: 'Bruno',
      surname: 'Surnamea',
      dateOfBirth: '1980-01-10',
      street: '0 Oak St',
      zip: '08600',
    });
    expect(decoyIdentity('twin', [PEOPLE[0] ?? {}, { givenName: 'Alan' }], counting())).toBeNull();
  });

  it('a copy differs in one field or two and has no reference of its own', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const draw = counting();
      for (let skip = 0; skip < seed; skip += 1) draw(1);
      const copy: Readonly<Record<string, unknown>> = { ...decoyIdentity('copy', PEOPLE, draw) };
      const [original = {}] = PEOPLE;
      const differing = Object.entries(original).filter(
        ([field, value]) => field !== 'reference' && copy[field] !== value,
      );
      expect(differing.length).toBeGreaterThan(0);
      expect(differing.length).toBeLessThanOrEqual(2);
      expect(copy).not.toHaveProperty('reference');
    }
  });

  it('is none where the records lack names', () => {
    expect(decoyIdentity('stranger', [{}, {}, {}, {}], counting())).toBeNull();
    expect(decoyIdentity('copy', [], counting())).toBeNull();
  });
});
