import { type CsvLayout, optionalFact, RECORD, requiredFact } from './csv-layout.ts';
import { layoutField } from './layout-field.ts';
import { codeReader, readCip } from './read-code.ts';
import { readPastDay } from './read-day.ts';
import { wordReader } from './read-word.ts';
import { STUDENT_ID } from './student-id.ts';

const readAwardType = wordReader({
  Certificate: ['cert', 'diploma'],
  AssociateDegree: ['associate', "associate's degree", 'aa', 'as', 'aas'],
  BachelorDegree: ['bachelor', "bachelor's degree", 'ba', 'bs'],
  Completion: ['completer', 'certificate of completion'],
  HSE: ['ged', 'hiset', 'high school equivalency', 'hs equivalency'],
  WorkReadiness: ['work readiness', 'ncrc'],
});

/** Awards made by a college: one row per award. */
export const AWARDS: CsvLayout = {
  kind: 'awards',
  title: 'Awards made by a college',
  isOneRecordPerPerson: false,
  fields: [
    STUDENT_ID,
    layoutField('award_code', 'required', 'award, as in the catalogue', [
      'degree code',
      'award',
      'credential code',
    ]),
    layoutField(
      'award_type',
      'required',
      'Certificate, AssociateDegree, BachelorDegree, Completion, HSE or WorkReadiness',
      ['degree type', 'award level'],
    ),
    layoutField('program_id', 'optional', 'program, as in the catalogue', [
      'program',
      'program code',
      'major',
    ]),
    layoutField('cip6', 'optional', 'CIP code; lost points and zeros are put back', ['cip', 'cip code']),
    layoutField('award_date', 'required', 'day of the award', [
      'graduation date',
      'date awarded',
      'completion date',
    ]),
  ],
  recordRef: 'student_id',
  reference: 'student_id',
  facts: [
    requiredFact('award_code', codeReader('credential_code_unknown'), 'credential_code_missing'),
    requiredFact('award_type', readAwardType, 'code_unknown'),
    optionalFact('program_id', codeReader('code_unknown')),
    optionalFact('cip6', readCip),
    requiredFact('award_date', readPastDay, 'date_missing'),
  ],
  finish: () => RECORD,
};
