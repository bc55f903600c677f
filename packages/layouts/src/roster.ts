import { type CsvLayout, optionalFact, RECORD } from './csv-layout.ts';
import { ALL_IDENTIFIER_FIELDS } from './identifier-fields.ts';
import { layoutField } from './layout-field.ts';
import { readTerm } from './read-code.ts';
import { readYesNo, wordReader } from './read-word.ts';
import { STUDENT_ID } from './student-id.ts';

const readSex = wordReader({
  F: ['female', 'woman'],
  M: ['male', 'man'],
  X: ['nonbinary', 'other', 'another'],
});

const readRaceEthnicity = wordReader({
  White: ['w'],
  Black: ['black or african american', 'african american', 'b'],
  Latino: ['latina', 'latinx', 'hispanic', 'hispanic or latino', 'h'],
  Asian: ['a'],
  AIAN: ['american indian or alaska native', 'american indian', 'native american', 'ai/an'],
  NHOPI: ['native hawaiian or other pacific islander', 'pacific islander', 'native hawaiian', 'nhpi'],
  'Multiracial or Other': ['two or more races', 'multiracial', 'other', 'two or more', 'multiple'],
});

/** A college's students: one row per student number. */
export const ROSTER: CsvLayout = {
  kind: 'roster',
  title: 'Students of a college',
  // A student who comes back after years often gets a second number.
  isOneRecordPerPerson: false,
  fields: [
    STUDENT_ID,
    ...ALL_IDENTIFIER_FIELDS,
    layoutField('race_ethnicity', 'optional', 'IPEDS categories', [
      'race',
      'ethnicity',
      'race and ethnicity',
    ]),
    layoutField('hs_diploma_at_entry', 'optional', 'Y or N', ['hs diploma', 'high school diploma']),
    layoutField('first_term', 'optional', 'such as 2019FA', ['entry term', 'start term', 'admit term']),
    layoutField('placed_dev_math', 'optional', 'Y or N', ['developmental math']),
    layoutField('placed_dev_english', 'optional', 'Y or N', ['developmental english']),
    layoutField('ferpa_block', 'optional', 'Y where the student asked for no disclosure', [
      'ferpa',
      'directory hold',
    ]),
  ],
  recordRef: 'student_id',
  reference: 'student_id',
  facts: [
    optionalFact('sex', readSex),
    optionalFact('race_ethnicity', readRaceEthnicity),
    optionalFact('hs_diploma_at_entry', readYesNo),
    optionalFact('first_term', readTerm),
    optionalFact('placed_dev_math', readYesNo),
    optionalFact('placed_dev_english', readYesNo),
    optionalFact('ferpa_block', readYesNo),
  ],
  finish: () => RECORD,
};
