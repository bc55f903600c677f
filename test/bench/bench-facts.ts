import { type Catalogue, FACT_CONTRACTS, KINDS_WITHOUT_PERSONS, type SourceKind } from '@credlink/contracts';
import { quoteText } from '@credlink/vault';

/** Wage quarters of the window: 2019Q1 and the twenty-three that follow. */
const FIRST_QUARTER = 2019 * 4;
const QUARTERS = 24;
/** Share of the years in which a person works: ten quarters of twenty-four. */
const WORKING_PERCENT = 42;
const PERSONS_PER_EMPLOYER = 20;
const DAYS = 1800;

type Columns = Readonly<Record<string, string>>;
type Recipe = { readonly from: string; readonly columns: Columns };

/** A whole number below `limit` that depends on person `i`, on `salt` and on nothing else. */
function drawn(limit: number, salt: string, of = 'i'): string {
  return `(hash(${of}, ${quoteText(salt)}) % ${limit})::INTEGER`;
}

function oneOf(values: readonly string[], salt: string, of = 'i'): string {
  return `[${values.map(quoteText).join(', ')}][1 + ${drawn(values.length, salt, of)}]`;
}

function day(salt: string, of = 'i'): string {
  return `(DATE '2019-01-10' + ${drawn(DAYS, salt, of)})`;
}

const EMPLOYER = (employer: string) => `md5('employer ' || ${employer})::UUID`;

/**
 * SQL of the facts of `persons` invented people: a fifth hold credentials, a quarter are students, all work in some
 * years. Codes are those of the catalogue, everything else is drawn by hash: the same size gives the same rows.
 */
export function factsSql(catalogue: Catalogue, persons: number): Readonly<Record<string, string>> {
  const employers = Math.max(10, Math.round(persons / PERSONS_PER_EMPLOYER));
  const certified = catalogue.credentials.filter(({ owner }) => owner !== 'college');
  const owners = `MAP {${certified.map(({ code, owner }) => `${quoteText(code)}: ${quoteText(owner)}`).join(', ')}}`;
  const programs = catalogue.programs.map(({ program_id }) => program_id);
  const codes = catalogue.programs.flatMap(({ award_codes }) => award_codes);
  const courses = [...new Set(catalogue.programs.flatMap((program) => program.courses))];
  const people = (percent: number, salt: string, rows: number) =>
    `(SELECT i, k, i * 100 + k AS ik FROM range(${persons}) s(i), range(${rows}) r(k) WHERE ${drawn(100, salt)} < ${percent})`;
  const credential = oneOf(
    certified.map(({ code }) => code),
    'credential',
    'ik',
  );
  const termStart = `(DATE '2019-01-10' + ${drawn(600, 'entry')} + 150 * k::INTEGER)`;
  const student = { organisation: `'college'`, term_start: termStart, term_end: `${termStart} + 110` };
  const recipes: Partial<Record<SourceKind, Recipe>> = {
    holders: {
      from: people(20, 'holder', 2),
      columns: {
        organisation: `${owners}[${credential}]`,
        credential_code: credential,
        award_date: day('award', 'ik'),
        action: `'initial'`,
      },
    },
    roster: {
      from: people(25, 'student', 1),
      columns: { organisation: `'college'`, sex: oneOf(['F', 'M'], 'sex') },
    },
    enrollment: {
      from: people(25, 'student', 3),
      columns: {
        ...student,
        program_id: oneOf(programs, 'program'),
        status: `'F'`,
        credits_attempted: '12.0',
        credit_unit: `'semester'`,
        level: `'certificate'`,
      },
    },
    courses: {
      from: people(25, 'student', 6),
      columns: {
        ...student,
        course_code: oneOf(courses, 'course', 'ik'),
        subject: `'pathway'`,
        college_level: 'true',
        credits: '3.0',
        credit_unit: `'semester'`,
        passed: `${drawn(10, 'passed', 'ik')} < 8`,
      },
    },
    awards: {
      from: `(SELECT * FROM ${people(25, 'student', 1)} WHERE ${drawn(2, 'completes')} = 0)`,
      columns: {
        organisation: `'college'`,
        award_code: oneOf(codes, 'program award'),
        award_type: `'Certificate'`,
        award_date: day('completion'),
      },
    },
    wages: {
      from: `(SELECT i, q, (hash(i, (q // 8)::INTEGER) % ${employers})::INTEGER AS e
        FROM range(${persons}) s(i), range(${QUARTERS}) t(q) WHERE hash(i, (q // 4)::INTEGER, 'works') % 100 < ${WORKING_PERCENT})`,
      columns: {
        organisation: `'state-ui'`,
        employer: EMPLOYER('e'),
        employer_unit: EMPLOYER('e'),
        state_fips: `'34'`,
        quarter: `(${FIRST_QUARTER} + q)`,
        wage_cents: `(300000 + hash(i, q, 'wage') % 2500000)`,
        soc6: `lpad((110000 + 1000 * (hash(i) % 20))::VARCHAR, 6, '0')`,
        hours: `400`,
      },
    },
    employers: {
      from: `(SELECT i, i AS e FROM range(${employers}) s(i))`,
      columns: {
        organisation: `'state-ui'`,
        employer: EMPLOYER('e'),
        employer_unit: EMPLOYER('e'),
        naics6: `((11 + hash(e) % 80)::VARCHAR || '1110')`,
        ownership: '5',
        state_fips: `'34'`,
        is_multi_unit: 'false',
      },
    },
  };
  return Object.fromEntries(
    Object.entries(recipes).map(([kind, recipe]) => [kind, selectOf(kind as SourceKind, recipe)]),
  );
}

function selectOf(kind: SourceKind, { from, columns }: Recipe): string {
  const person = KINDS_WITHOUT_PERSONS.includes(kind) ? '' : '(i + 1)::UBIGINT AS person_id, ';
  const facts = FACT_CONTRACTS[kind].map(
    ({ name, type }) => `(${columns[name] ?? 'NULL'})::${type} AS ${name}`,
  );
  return `SELECT ${person}(i + 1)::UBIGINT AS subject_id, ${columns.organisation} AS organisation, ${facts.join(', ')} FROM ${from}`;
}
