import type { Attribute } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { contradictionOf } from './contradiction.ts';
import { DIFFERS, MISSING, SCORED } from './pattern.ts';

function pattern(outcomes: Partial<Record<Attribute, number>>): number {
  return SCORED.reduce((sum, attribute, index) => sum + (outcomes[attribute] ?? MISSING) * 16 ** index, 0);
}

describe('contradiction', () => {
  it('refuses a shared SSN beside another given name, whatever the surname says', () => {
    for (const surname of [MISSING, DIFFERS, 1, 2]) {
      expect(contradictionOf(pattern({ ssn: 1, surname, given: DIFFERS }))).toBe('borrowed_ssn');
    }
    expect(contradictionOf(pattern({ ssn: 1, surname: 1, given: DIFFERS, birthDate: DIFFERS }))).toBe(
      'borrowed_ssn',
    );
    expect(contradictionOf(pattern({ ssn: 1, surname: 1, given: DIFFERS, city: 1, zip: 1 }))).toBe(
      'borrowed_ssn',
    );
  });

  it('lets birth date, street, phone or e-mail speak for a person whose given name differs', () => {
    for (const attribute of ['birthDate', 'street', 'phone', 'email'] as const) {
      expect(contradictionOf(pattern({ ssn: 1, given: DIFFERS, [attribute]: 1 }))).toBe(null);
    }
  });

  it('lets surname and middle name speak together, never one of them alone', () => {
    expect(contradictionOf(pattern({ ssn: 1, given: DIFFERS, surname: 2, middle: 2 }))).toBe(null);
    for (const surname of [MISSING, DIFFERS]) {
      expect(contradictionOf(pattern({ ssn: 1, given: DIFFERS, surname, middle: 2 }))).toBe('borrowed_ssn');
    }
    for (const middle of [MISSING, DIFFERS]) {
      expect(contradictionOf(pattern({ ssn: 1, given: DIFFERS, surname: 2, middle }))).toBe('borrowed_ssn');
    }
  });

  it('does not refuse an equal given name under another surname, at the weakest level too', () => {
    expect(contradictionOf(pattern({ ssn: 1, surname: DIFFERS, given: 1 }))).toBe(null);
    expect(contradictionOf(pattern({ ssn: 1, surname: DIFFERS, given: 6 }))).toBe(null);
  });

  it('does not take a missing given name for a contradiction', () => {
    expect(contradictionOf(pattern({ ssn: 1, surname: 1 }))).toBe(null);
    expect(contradictionOf(pattern({ ssn: 1, surname: DIFFERS }))).toBe(null);
  });

  it('refuses a household: surname and address agree, given name and birth date both differ', () => {
    const household = { surname: 1, street: 1, zip: 1, city: 1, given: DIFFERS, birthDate: DIFFERS };
    expect(contradictionOf(pattern(household))).toBe('household');
    expect(contradictionOf(pattern({ ...household, given: MISSING }))).toBe(null);
    expect(contradictionOf(pattern({ ...household, birthDate: MISSING }))).toBe(null);
    for (const attribute of ['given', 'birthDate', 'phone', 'email'] as const) {
      expect(contradictionOf(pattern({ ...household, [attribute]: 1 }))).toBe(null);
    }
  });

  it('says nothing about pairs that contradict in nothing personal', () => {
    expect(contradictionOf(pattern({ ssn: DIFFERS, surname: DIFFERS, given: 1, birthDate: 1 }))).toBe(null);
    expect(contradictionOf(pattern({ surname: DIFFERS, given: DIFFERS }))).toBe(null);
  });
});
