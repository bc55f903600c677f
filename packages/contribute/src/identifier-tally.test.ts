import { normaliseIdentifiers } from '@credlink/tokens';
import { describe, expect, test } from 'vitest';
import { IdentifierTally } from './identifier-tally.ts';

const TODAY = '2026-01-01';

describe('identifiers of a file', () => {
  test('states are counted by row, carriers by subject', () => {
    const tally = new IdentifierTally();
    tally.add(normaliseIdentifiers({ surname: 'Smith', ssn: '000000000' }, TODAY), 3);
    tally.add(normaliseIdentifiers({ surname: 'Jones', ssn: '219-09-1234' }, TODAY), 1);
    // A decoy is on no row and nobody's.
    tally.add(normaliseIdentifiers({ surname: 'Nobody', ssn: '219-09-9999', zip: '08608' }, TODAY), 0);
    const { rows } = tally.figures();
    expect(rows.surname).toEqual({ valid: 4, missing: 0, invalid: 0, placeholder: 0 });
    expect(rows.ssn).toEqual({ valid: 1, missing: 0, invalid: 0, placeholder: 3 });
    expect(tally.presence()).toMatchObject({ surname: 1, ssn: 0.5, zip: 0 });
  });

  test('merged tallies are the tally of all', () => {
    const all = new IdentifierTally();
    const parts = [new IdentifierTally(), new IdentifierTally()] as const;
    ['Smith', '', 'Jones', 'Unknown'].forEach((surname, index) => {
      const record = normaliseIdentifiers({ surname }, TODAY);
      all.add(record, index + 1);
      parts[index < 2 ? 0 : 1].add(record, index + 1);
    });
    const merged = new IdentifierTally();
    for (const part of parts) merged.merge(part.figures());
    expect(merged.figures()).toEqual(all.figures());
  });
});
