import { addMonths, dayNumber, isoDay } from './calendar.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import { DEVELOPMENTAL, GATEWAY_COURSES, PROGRAMS, type SampleProgram } from './sample-programs.ts';
import type { SimulatedPerson } from './simulated-person.ts';

export type Term = { readonly code: string; readonly start: string; readonly end: string };

type CourseResult = {
  readonly term: Term;
  readonly course: string;
  readonly subject: 'dev_math' | 'dev_english' | 'math' | 'english' | 'pathway' | 'other';
  readonly isCollegeLevel: boolean;
  readonly credits: number;
  readonly grade: string;
};

type CollegeAward = {
  readonly code: string;
  readonly type: 'Certificate' | 'AssociateDegree' | 'Completion' | 'HSE' | 'WorkReadiness';
  readonly day: string;
};

export type OtherCollegeSpell = {
  readonly college: number;
  readonly start: string;
  readonly end: string;
  readonly graduated: boolean;
};

export type Schooling = {
  readonly program: SampleProgram;
  readonly terms: readonly Term[];
  readonly courses: readonly CourseResult[];
  readonly awards: readonly CollegeAward[];
  /** Pairs of pre and post test; the levels of the NRS. */
  readonly tests: readonly { readonly day: string; readonly kind: 'pre' | 'post'; readonly level: number }[];
  readonly isPlacedInMath: boolean;
  readonly isPlacedInEnglish: boolean;
  readonly hasDiploma: boolean;
  readonly hasFerpaBlock: boolean;
  /** Day of the program's own award; null for those who did not finish. */
  readonly completedOn: string | null;
  readonly elsewhere: readonly OtherCollegeSpell[];
};

/** Fall and spring terms of the window, in order. */
export function termsOf(window: SampleWindow): readonly Term[] {
  const terms: Term[] = [];
  for (let year = Number(window.firstDay.slice(0, 4)); `${year}-12-31` <= window.lastDay; year++) {
    terms.push({ code: `${year}SP`, start: `${year}-01-14`, end: `${year}-05-10` });
    terms.push({ code: `${year}FA`, start: `${year}-08-27`, end: `${year}-12-15` });
  }
  return terms;
}

const STUDENT_SHARE = 0.27;

/** Null for people who never were at the college. */
export function simulateSchooling(
  options: SampleOptions,
  window: SampleWindow,
  terms: readonly Term[],
  person: SimulatedPerson,
): Schooling | null {
  const random = new Random(`${options.seed}/school/${person.index}`);
  if (!random.chance(STUDENT_SHARE)) return null;
  const adult = addMonths(person.birthDay, 12 * 17);
  const possible = terms.filter((term) => term.start >= adult);
  if (possible.length < 3) return null;
  const fitting = PROGRAMS.filter((program) => fieldOf(program) === person.field);
  const program = fitting.length > 0 && random.chance(0.8) ? random.pick(fitting) : random.pick(PROGRAMS);
  const first = random.below(possible.length - 1);
  const attended = attendedTerms(random, possible.slice(first), program.terms);
  const hasDiploma = program.level !== 'noncredit' || random.chance(0.5);
  const isPlacedInMath = random.chance(0.45);
  const isPlacedInEnglish = random.chance(0.3);
  const courses = courseResults(random, program, attended, isPlacedInMath, isPlacedInEnglish);
  const last = attended.at(-1);
  const hasFinished = last !== undefined && attended.length === program.terms && random.chance(0.72);
  const completedOn = hasFinished ? isoDay(dayNumber(last.end) + random.below(16)) : null;
  return {
    program,
    terms: attended,
    courses,
    awards: collegeAwards(random, program, attended, completedOn, hasDiploma),
    tests: program.level === 'noncredit' ? levelTests(random, attended) : [],
    isPlacedInMath,
    isPlacedInEnglish,
    hasDiploma,
    hasFerpaBlock: random.chance(0.01),
    completedOn,
    elsewhere: random.chance(0.25) ? spellsElsewhere(random, window, attended) : [],
  };
}

function fieldOf(program: SampleProgram): SimulatedPerson['field'] {
  if (program.leadsTo === null) return 'other';
  if (program.leadsTo.startsWith('TC')) return 'trade';
  return program.leadsTo.startsWith('NS') ? 'computing' : 'health';
}

/** Term after term; some drop out, some pause for longer than the exit gap. */
function attendedTerms(random: Random, terms: readonly Term[], needed: number): Term[] {
  const attended: Term[] = [];
  let index = 0;
  while (attended.length < needed) {
    const term = terms[index];
    if (term === undefined) break;
    attended.push(term);
    if (random.chance(0.12)) break;
    index += random.chance(0.08) ? 4 : 1;
  }
  return attended;
}

function courseResults(
  random: Random,
  program: SampleProgram,
  terms: readonly Term[],
  inMath: boolean,
  inEnglish: boolean,
): CourseResult[] {
  const credits = program.level === 'noncredit' ? 0 : program.creditUnit === 'quarter' ? 5 : 3;
  const isCollegeLevel = program.level !== 'noncredit';
  const perTerm = Math.ceil(program.courses.length / program.terms);
  return terms.flatMap((term, index) => {
    const own = program.courses.slice(index * perTerm, (index + 1) * perTerm).map((course) => ({
      term,
      course,
      subject: 'pathway' as const,
      isCollegeLevel,
      credits,
      grade: drawGrade(random),
    }));
    const extra = generalCourses(index, inMath, inEnglish).map(([course, subject]) => ({
      term,
      course,
      subject,
      isCollegeLevel: !subject.startsWith('dev_'),
      credits: 3,
      grade: drawGrade(random),
    }));
    return program.level === 'noncredit' ? own : [...own, ...extra];
  });
}

function generalCourses(
  index: number,
  inMath: boolean,
  inEnglish: boolean,
): (readonly [string, CourseResult['subject']])[] {
  const list: (readonly [string, CourseResult['subject']])[] = [];
  const developmental = DEVELOPMENTAL.math[index];
  if (inMath && developmental !== undefined) list.push([developmental, 'dev_math']);
  if (inEnglish && index === 0) list.push([DEVELOPMENTAL.english[0], 'dev_english']);
  if (index === (inMath ? 2 : 0)) list.push([GATEWAY_COURSES.math, 'math']);
  if (index === (inEnglish ? 1 : 0)) list.push([GATEWAY_COURSES.english, 'english']);
  return list;
}

function drawGrade(random: Random): string {
  return random.pick(['A', 'A', 'A', 'B', 'B', 'B', 'B', 'C', 'C', 'C', 'D', 'F', 'W']);
}

function collegeAwards(
  random: Random,
  program: SampleProgram,
  terms: readonly Term[],
  completedOn: string | null,
  hasDiploma: boolean,
): CollegeAward[] {
  const awards: CollegeAward[] = [];
  const first = terms[0];
  if (first !== undefined && random.chance(0.18)) {
    awards.push({
      code: 'WRC',
      type: 'WorkReadiness',
      day: isoDay(dayNumber(first.start) + random.between(20, 80)),
    });
  }
  if (first !== undefined && !hasDiploma && random.chance(0.5)) {
    awards.push({ code: 'HSE', type: 'HSE', day: isoDay(dayNumber(first.end) - random.between(1, 30)) });
  }
  if (completedOn !== null)
    awards.push({ code: program.awardCode, type: program.awardType, day: completedOn });
  return awards;
}

function levelTests(random: Random, terms: readonly Term[]): Schooling['tests'] {
  const first = terms[0];
  if (first === undefined) return [];
  const level = random.between(2, 4);
  const pre = { day: isoDay(dayNumber(first.start) + random.below(10)), kind: 'pre' as const, level };
  if (random.chance(0.1)) return [pre];
  const gain = random.chance(0.6) ? 1 : 0;
  return [pre, { day: isoDay(dayNumber(first.end) - random.below(20)), kind: 'post', level: level + gain }];
}

function spellsElsewhere(random: Random, window: SampleWindow, terms: readonly Term[]): OtherCollegeSpell[] {
  const last = terms.at(-1);
  if (last === undefined) return [];
  const college = random.below(3);
  const spells: OtherCollegeSpell[] = [];
  let start = isoDay(dayNumber(last.end) + random.between(30, 300));
  for (let count = random.between(1, 4); count > 0; count--) {
    const end = isoDay(dayNumber(start) + 115);
    if (end > window.lastDay) break;
    spells.push({ college, start, end, graduated: count === 1 && random.chance(0.3) });
    start = isoDay(dayNumber(end) + 60);
  }
  return spells;
}
