import { type CsvLayout, RECORD, requiredFact } from './csv-layout.ts';
import { layoutField } from './layout-field.ts';
import { readPastDay } from './read-day.ts';
import { wholeNumber } from './read-number.ts';
import { wordReader } from './read-word.ts';
import { STUDENT_ID } from './student-id.ts';

const readTestKind = wordReader({ pre: ['pretest', 'pre test'], post: ['posttest', 'post test'] });
const readInstrument = wordReader({ ABE: ['ase', 'abe/ase', 'tabe'], ESL: ['ell', 'esol', 'best plus'] });

/** Tests of educational functioning levels: one row per test. */
export const LEVEL_GAINS: CsvLayout = {
  kind: 'level_gains',
  title: 'Tests of educational functioning level (NRS)',
  isOneRecordPerPerson: false,
  fields: [
    STUDENT_ID,
    layoutField('test_date', 'required', 'day of the test', ['date', 'assessment date']),
    layoutField('test_kind', 'required', 'pre or post', ['test type', 'pre post']),
    layoutField('instrument', 'required', 'ABE or ESL', ['test', 'assessment', 'nrs type']),
    layoutField('nrs_level', 'required', '1 to 6', ['level', 'efl', 'nrs efl']),
  ],
  recordRef: 'student_id',
  reference: 'student_id',
  facts: [
    requiredFact('test_date', readPastDay, 'date_missing'),
    requiredFact('test_kind', readTestKind, 'code_unknown'),
    requiredFact('instrument', readInstrument, 'code_unknown'),
    requiredFact('nrs_level', wholeNumber(1, 6), 'number_unreadable'),
  ],
  finish: () => RECORD,
};
