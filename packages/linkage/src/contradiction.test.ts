import type { Attribute } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { contradicts } from './contradiction.ts';
import { DIFFERS, MISSING, SCORED } from './pattern.ts';

function pattern(outcomes: Partial<Record<Attribute, number>>): number {
  return SCORED.reduce((sum, attribute, index) => sum + (outcomes[attribute] ?? MISSING) * 16 ** index, 0);
}

describe('contradiction', () => {
  it('refuses a shared SSN whose two names both differ', () => {
    expect(contradicts(pattern({ ssn: 1, surname: DIFFERS, given: DIFFERS }))).toBe(true);
    expect(contradicts(pattern({ ssn: 2, surname: DIFFERS, given: DIFFERS, birthDate: DIFFERS }))).toBe(true);
  });

  it('does not refuse when one name agrees, at the weakest level too', () => {
    expect(contradicts(pattern({ ssn: 1, surname: DIFFERS, given: 6 }))).toBe(false);
    expect(contradicts(pattern({ ssn: 1, surname: 7, given: DIFFERS }))).toBe(false);
  });

  it('does not take a missing name for a contradiction', () => {
    expect(contradicts(pattern({ ssn: 1, surname: DIFFERS, given: MISSING }))).toBe(false);
    expect(contradicts(pattern({ ssn: 1 }))).toBe(false);
  });

  it('lets a birth date, street, phone or e-mail speak for a person whose names both differ', () => {
    for (const attribute of ['birthDate', 'street', 'phone', 'email'] as const) {
      expect(contradicts(pattern({ ssn: 1, surname: DIFFERS, given: DIFFERS, [attribute]: 1 }))).toBe(false);
    }
    expect(contradicts(pattern({ ssn: 1, surname: DIFFERS, given: DIFFERS, city: 1, zip: 1 }))).toBe(true);
  });

  it('refuses a household: surname and address agree, given name and birth date both differ', () => {
    const household = { surname: 1, street: 1, zip: 1, city: 1, given: DIFFERS, birthDate: DIFFERS };
    expect(contradicts(pattern(household))).toBe(true);
    expect(contradicts(pattern({ ...household, given: MISSING }))).toBe(false);
    expect(contradicts(pattern({ ...household, birthDate: MISSING }))).toBe(false);
    for (const attribute of ['given', 'birthDate', 'ssn', 'phone', 'email'] as const) {
      expect(contradicts(pattern({ ...household, [attribute]: 1 }))).toBe(false);
    }
  });

  it('says nothing about pairs without an agreeing SSN', () => {
    expect(contradicts(pattern({ ssn: DIFFERS, surname: DIFFERS, given: DIFFERS }))).toBe(false);
    expect(contradicts(pattern({ surname: DIFFERS, given: DIFFERS }))).toBe(false);
  });
});
