import { type Identifiers, type KnownLevel, levelValues, normaliseIdentifiers } from '@credlink/tokens';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgreementTally } from './agreement-tally.ts';

const TODAY = '2026-01-01';

const person = fc.record({
  givenName: fc.constantFrom('ANN', 'BOB', 'CARLA'),
  surname: fc.constantFrom('SMITH', 'JONES', 'SMYTHE'),
  dateOfBirth: fc.constantFrom('1980-01-02', '1981-01-02', ''),
  city: fc.constantFrom('SPRINGFIELD', 'CAMDEN', 'CAMDN'),
});

/** Share of pairs that have a value of a level in common. */
function naiveChance(records: readonly Identifiers[], level: KnownLevel): number {
  let agreeing = 0;
  let pairs = 0;
  records.forEach((left, index) => {
    for (const right of records.slice(index + 1)) {
      const [a, b] = [levelValues(level, left, null), levelValues(level, right, null)];
      pairs += 1;
      if (a.some((value) => b.includes(value))) agreeing += 1;
    }
  });
  return agreeing / pairs;
}

describe('the chance that two subjects agree', () => {
  test('is the share of agreeing pairs, as a nested loop counts them', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 2, maxLength: 12 }), (people) => {
        const records = people.map((raw) => normaliseIdentifiers(raw, TODAY));
        const tally = new AgreementTally();
        for (const record of records) tally.add(record);
        const chances = tally.chances();
        for (const level of [
          'surname.exact',
          'birthDate.full',
          'surname.oneDeletion',
          'city.oneDeletion',
        ] as const)
          expect(chances[level] ?? 0).toBeCloseTo(naiveChance(records, level), 12);
      }),
    );
  });

  test('a value that one subject bears adds nothing', () => {
    const tally = new AgreementTally();
    for (const surname of ['SMITH', 'JONES', 'BROWN']) {
      tally.add(normaliseIdentifiers({ givenName: 'ANN', surname }, TODAY));
    }
    expect(tally.chances()['surname.exact']).toBe(0);
    expect(tally.chances()['given.exact']).toBe(1);
  });

  test('one subject says nothing', () => {
    const tally = new AgreementTally();
    tally.add(normaliseIdentifiers({ surname: 'SMITH' }, TODAY));
    expect(tally.chances()).toEqual({});
  });
});
