import { csvLine, yesNo } from './csv-text.ts';
import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import { recordIdentity } from './recorded-identity.ts';
import { OPEID8 } from './sample-programs.ts';
import { HOME_STATE } from './simulated-employers.ts';
import type { SimulatedLife, SimulatedState } from './simulated-life.ts';
import { personIdOf } from './simulated-person.ts';
import type { Schooling } from './simulated-schooling.ts';

/** One student number with the part of the schooling that stands under it. */
type Enrolled = { readonly studentId: string; readonly schooling: Schooling; readonly life: SimulatedLife };

/** Share of students who came back under a second number. */
const SECOND_NUMBER_SHARE = 0.015;

export function* students(state: SimulatedState, file: string): Generator<Enrolled> {
  for (const life of state.lives(file)) {
    const schooling = life.schooling();
    if (schooling === null) continue;
    const [first, second] = studentIds(state, life.index);
    const split = second === null ? schooling.terms.length : Math.max(1, schooling.terms.length >> 1);
    yield { studentId: first, life, schooling: partOf(schooling, 0, split, second === null) };
    if (second !== null && schooling.terms.length > split) {
      yield { studentId: second, life, schooling: partOf(schooling, split, schooling.terms.length, true) };
    }
  }
}

function studentIds(state: SimulatedState, index: number): readonly [string, string | null] {
  const random = new Random(`${state.options.seed}/student/${index}`);
  const number = (offset: number) =>
    `S${String(scramble(index * 2 + offset, 99_999_989, 11)).padStart(8, '0')}`;
  return [number(0), random.chance(SECOND_NUMBER_SHARE) ? number(1) : null];
}

/** Terms `from` to `to` with their courses; awards and tests stay with the last part and the first. */
function partOf(schooling: Schooling, from: number, to: number, isLast: boolean): Schooling {
  const terms = schooling.terms.slice(from, to);
  return {
    ...schooling,
    terms,
    courses: schooling.courses.filter((course) => terms.includes(course.term)),
    awards: isLast ? schooling.awards : [],
    tests: from === 0 ? schooling.tests : [],
    elsewhere: isLast ? schooling.elsewhere : [],
  };
}

const ROSTER_HEADER =
  'student_id,ssn,first_name,middle_initial,last_name,suffix,former_last_name,date_of_birth,street_address,city,state,zip,' +
  'personal_email,sex,race_ethnicity,hs_diploma_at_entry,first_term,placed_dev_math,placed_dev_english,ferpa_block\n';

export function* rosterFile(state: SimulatedState): Generator<string> {
  yield ROSTER_HEADER;
  for (const { studentId, life, schooling } of students(state, 'roster')) {
    const [first] = schooling.terms;
    if (first === undefined) continue;
    const random = new Random(`${state.options.seed}/roster/${studentId}`);
    const who = recordIdentity(random, life.person(), first.start, 1);
    yield csvLine([
      studentId,
      random.chance(0.62) ? who.ssn : '',
      who.given,
      who.middle.slice(0, 1),
      who.surname,
      who.suffix,
      who.formerSurname,
      who.birthDay,
      who.street,
      who.city,
      HOME_STATE.postal,
      who.zip,
      who.email,
      who.sex,
      random.chance(0.9) ? life.person().race : '',
      yesNo(schooling.hasDiploma),
      first.code,
      yesNo(schooling.isPlacedInMath),
      yesNo(schooling.isPlacedInEnglish),
      yesNo(schooling.hasFerpaBlock),
    ]);
  }
}

export function* enrollmentFile(state: SimulatedState): Generator<string> {
  yield 'student_id,opeid8,term,term_start,term_end,program_id,cip6,status,credits_attempted,credit_unit,level\n';
  for (const { studentId, schooling } of students(state, 'enrollment')) {
    const { program } = schooling;
    for (const term of schooling.terms) {
      const random = new Random(`${state.options.seed}/enrollment/${studentId}/${term.code}`);
      const status = random.pick(['F', 'F', 'Q', 'Q', 'H', 'L']);
      const credits = program.level === 'noncredit' ? 0 : status === 'F' ? 12 : status === 'Q' ? 9 : 6;
      yield csvLine([
        studentId,
        OPEID8,
        term.code,
        term.start,
        term.end,
        program.id,
        writtenCip(random, program.cip6),
        random.chance(0.03) ? 'W' : status,
        credits,
        program.creditUnit,
        program.level,
      ]);
    }
  }
}

/** A spreadsheet took the code for a number, or an export dropped its point. */
function writtenCip(random: Random, cip6: string): string {
  if (random.chance(0.02)) return cip6.replace('.', '');
  return random.chance(0.02) ? cip6.replace(/^0/, '') : cip6;
}

export function* coursesFile(state: SimulatedState): Generator<string> {
  yield 'student_id,term,term_start,term_end,course_code,subject,college_level,credits,credit_unit,grade,passed\n';
  for (const { studentId, schooling } of students(state, 'courses')) {
    for (const { term, course, subject, isCollegeLevel, credits, grade } of schooling.courses) {
      const unit = subject === 'pathway' ? schooling.program.creditUnit : 'semester';
      yield csvLine([
        studentId,
        term.code,
        term.start,
        term.end,
        course,
        subject,
        yesNo(isCollegeLevel),
        credits,
        unit,
        grade,
        yesNo('ABC'.includes(grade)),
      ]);
    }
  }
}

export function* awardsFile(state: SimulatedState): Generator<string> {
  yield 'student_id,award_code,award_type,program_id,cip6,award_date\n';
  for (const { studentId, schooling } of students(state, 'awards')) {
    for (const award of schooling.awards) {
      const random = new Random(`${state.options.seed}/award/${studentId}/${award.code}`);
      const { program } = schooling;
      yield csvLine([
        studentId,
        award.code,
        award.type,
        program.id,
        writtenCip(random, program.cip6),
        award.day,
      ]);
    }
  }
}

export function* levelGainsFile(state: SimulatedState): Generator<string> {
  yield 'student_id,test_date,test_kind,instrument,nrs_level\n';
  for (const { studentId, schooling } of students(state, 'level_gains')) {
    for (const test of schooling.tests) yield csvLine([studentId, test.day, test.kind, 'ABE', test.level]);
  }
}

export function* rosterTruth(state: SimulatedState): Generator<string> {
  yield 'student_id,person_id\n';
  for (const { studentId, life } of students(state, 'roster'))
    yield csvLine([studentId, personIdOf(life.index)]);
}
