import { type CsvLayout, optionalFact, RECORD, requiredFact } from './csv-layout.ts';
import { layoutField } from './layout-field.ts';
import { codeReader, readTerm } from './read-code.ts';
import { readPlannedDay } from './read-day.ts';
import { decimalNumber } from './read-number.ts';
import { readYesNo, wordReader } from './read-word.ts';
import { STUDENT_ID } from './student-id.ts';
import { CREDIT_UNIT, readCreditUnit, TERM_FIELDS } from './term-fields.ts';

const readSubject = wordReader({
  dev_math: ['developmental math', 'remedial math'],
  dev_english: ['developmental english', 'remedial english'],
  math: ['mathematics'],
  english: ['composition', 'writing'],
  pathway: [],
  other: [],
});

/** "C or better, or P" passes a course (domain.md 1.3, A.4). */
const PASSED = /^([ABC][+-]?|P|S|CR)$/i;
const NOT_PASSED = /^([DF][+-]?|W[A-Z]?|NP|NC|U|I|AU)$/i;

/** Course results at a college: one row per student and course taken. */
export const COURSES: CsvLayout = {
  kind: 'courses',
  title: 'Course results at a college',
  isOneRecordPerPerson: false,
  fields: [
    STUDENT_ID,
    ...TERM_FIELDS,
    layoutField('course_code', 'required', 'course, as in the catalogue', [
      'course',
      'course id',
      'course number',
    ]),
    layoutField('subject', 'optional', 'dev_math, dev_english, math, english, pathway or other', [
      'subject area',
    ]),
    layoutField('college_level', 'optional', 'Y or N', ['is college level']),
    layoutField('credits', 'optional', 'credits of the course', ['credit hours', 'units']),
    CREDIT_UNIT,
    layoutField('grade', 'optional', 'read only where `passed` is empty: C or better, or P', [
      'final grade',
      'mark',
    ]),
    layoutField('passed', 'optional', 'Y or N', ['is passed', 'completed']),
  ],
  recordRef: 'student_id',
  reference: 'student_id',
  facts: [
    optionalFact('term', readTerm),
    requiredFact('term_start', readPlannedDay, 'date_missing'),
    requiredFact('term_end', readPlannedDay, 'date_missing'),
    requiredFact('course_code', codeReader('code_unknown'), 'code_unknown'),
    optionalFact('subject', readSubject),
    optionalFact('college_level', readYesNo),
    optionalFact('credits', decimalNumber(0, 99)),
    optionalFact('credit_unit', readCreditUnit),
    optionalFact('passed', readYesNo),
  ],
  finish: (facts, cell) => {
    facts.passed ??= passedByGrade(cell('grade'));
    return RECORD;
  },
};

function passedByGrade(grade: string): boolean | null {
  if (PASSED.test(grade)) return true;
  return NOT_PASSED.test(grade) ? false : null;
}
