import { type CsvLayout, optionalFact, RECORD } from './csv-layout.ts';
import { ALL_IDENTIFIER_FIELDS } from './identifier-fields.ts';
import { layoutField } from './layout-field.ts';
import { readPastDay } from './read-day.ts';

/** A state's register of residents: the bridge between files with and without SSN. */
export const REGISTER: CsvLayout = {
  kind: 'register',
  title: 'Identity register of a state',
  // A register keeps one entry for each resident: that is what it is for.
  isOneRecordPerPerson: true,
  fields: [
    layoutField('resident_ref', 'required', "the register's own key of the entry; never sent", [
      'resident id',
      'register id',
      'record ref',
      'record id',
      'id',
    ]),
    ...ALL_IDENTIFIER_FIELDS,
    layoutField('record_updated', 'optional', 'day the entry was last changed', ['updated', 'last updated']),
  ],
  recordRef: 'resident_ref',
  reference: null,
  facts: [optionalFact('record_updated', readPastDay)],
  finish: () => RECORD,
};
