import { type CsvLayout, optionalFact, RECORD, requiredFact } from './csv-layout.ts';
import { layoutField } from './layout-field.ts';
import { codeReader, readCip, readOpeid, readTerm } from './read-code.ts';
import { readPlannedDay } from './read-day.ts';
import { decimalNumber } from './read-number.ts';
import { wordReader } from './read-word.ts';
import { STUDENT_ID } from './student-id.ts';
import { CREDIT_UNIT, readCreditUnit, TERM_FIELDS } from './term-fields.ts';

/** Enrolment status codes of the clearinghouse. */
const readStatus = wordReader({
  F: ['full time'],
  Q: ['three quarter time'],
  H: ['half time'],
  L: ['less than half time'],
  A: ['leave of absence', 'approved leave'],
  W: ['withdrawn'],
  D: ['deceased'],
  G: ['graduated'],
});

const readLevel = wordReader({
  noncredit: ['non credit', 'continuing education'],
  certificate: ['cert', 'diploma'],
  associate: ["associate's", 'associates', 'aa', 'as', 'aas'],
  bachelor: ["bachelor's", 'bachelors', 'ba', 'bs', 'undergraduate'],
  graduate: ['master', 'masters', 'doctorate', 'postgraduate'],
});

/** Enrolment spells at the contributing college: one row per student, term and program. */
export const ENROLLMENT: CsvLayout = {
  kind: 'enrollment',
  title: 'Enrolment at a college, by term',
  isOneRecordPerPerson: false,
  fields: [
    STUDENT_ID,
    layoutField('opeid8', 'optional', 'OPEID of the college, eight digits', ['opeid', 'ope id']),
    ...TERM_FIELDS,
    layoutField('program_id', 'optional', 'program, as in the catalogue', [
      'program',
      'program code',
      'major',
    ]),
    layoutField('cip6', 'optional', 'CIP code; lost points and zeros are put back', ['cip', 'cip code']),
    layoutField('status', 'optional', 'F, Q, H, L, A, W, D or G', ['enrollment status', 'load']),
    layoutField('credits_attempted', 'optional', 'credits', ['credits', 'credit hours', 'hours attempted']),
    CREDIT_UNIT,
    layoutField('level', 'optional', 'noncredit, certificate, associate, bachelor or graduate', [
      'degree level',
    ]),
  ],
  recordRef: 'student_id',
  reference: 'student_id',
  facts: [
    optionalFact('opeid8', readOpeid),
    optionalFact('term', readTerm),
    requiredFact('term_start', readPlannedDay, 'date_missing'),
    requiredFact('term_end', readPlannedDay, 'date_missing'),
    optionalFact('program_id', codeReader('code_unknown')),
    optionalFact('cip6', readCip),
    optionalFact('status', readStatus),
    optionalFact('credits_attempted', decimalNumber(0, 99)),
    optionalFact('credit_unit', readCreditUnit),
    optionalFact('level', readLevel),
  ],
  finish: () => RECORD,
};
