/**
 * The columns of the facts file of each source kind. The facts file carries these columns and no other, in this
 * order, after `subject_id`. A name, a birth date, an SSN or an address has no column anywhere.
 *
 * Types are DuckDB's. `UUID` columns hold keyed tokens of employer accounts: 16 bytes, re-keyed by intake like
 * the tokens of persons. Quarters are integers, `year * 4 + quarter - 1`. Money is integer cents.
 */

export const SOURCE_KINDS = [
  'holders',
  'roster',
  'enrollment',
  'courses',
  'awards',
  'level_gains',
  'clearinghouse',
  'register',
  'wages',
  'employers',
] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

export type FactType = 'VARCHAR' | 'DATE' | 'BOOLEAN' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'UUID';

export type FactColumn = {
  readonly name: string;
  readonly type: FactType;
  readonly nullable: boolean;
  /** A closed vocabulary: any other text is refused. */
  readonly values?: readonly string[];
  /** A full-match pattern for open text: anything else is refused, which keeps identifiers out. */
  readonly pattern?: string;
};

const CODE = '[A-Z0-9][A-Z0-9._/-]{0,39}';
const CIP = '[0-9]{2}\\.[0-9]{4}';
const TERM = '[0-9]{4}[A-Z]{1,4}';
const STATE = '[A-Z]{2}';

function column(
  name: string,
  type: FactType,
  rest: Partial<Omit<FactColumn, 'name' | 'type'>> = {},
): FactColumn {
  return { name, type, nullable: false, ...rest };
}

export const FACT_CONTRACTS: Readonly<Record<SourceKind, readonly FactColumn[]>> = {
  /** One row per award event in a certification body's file. Month-only dates count as the last day of the month. */
  holders: [
    column('credential_code', 'VARCHAR', { pattern: CODE }),
    column('award_date', 'DATE'),
    column('action', 'VARCHAR', { values: ['initial', 'renewal', 'upgrade', 'revoked'] }),
    column('expires_on', 'DATE', { nullable: true }),
    column('exam_date', 'DATE', { nullable: true }),
    column('attempt_no', 'SMALLINT', { nullable: true }),
    column('route', 'VARCHAR', { nullable: true, values: ['exam', 'program', 'reciprocity', 'other'] }),
    column('assessment_state', 'VARCHAR', { nullable: true, pattern: STATE }),
  ],
  /** One row per student number. */
  roster: [
    column('sex', 'VARCHAR', { nullable: true, values: ['F', 'M', 'X'] }),
    column('race_ethnicity', 'VARCHAR', {
      nullable: true,
      values: ['White', 'Black', 'Latino', 'Asian', 'AIAN', 'NHOPI', 'Multiracial or Other'],
    }),
    column('hs_diploma_at_entry', 'BOOLEAN', { nullable: true }),
    column('first_term', 'VARCHAR', { nullable: true, pattern: TERM }),
    column('placed_dev_math', 'BOOLEAN', { nullable: true }),
    column('placed_dev_english', 'BOOLEAN', { nullable: true }),
    column('ferpa_block', 'BOOLEAN', { nullable: true }),
  ],
  /** One row per enrolment spell at the contributing college. */
  enrollment: [
    column('opeid8', 'VARCHAR', { nullable: true, pattern: '[0-9]{8}' }),
    column('term', 'VARCHAR', { nullable: true, pattern: TERM }),
    column('term_start', 'DATE'),
    column('term_end', 'DATE'),
    column('program_id', 'VARCHAR', { nullable: true, pattern: CODE }),
    column('cip6', 'VARCHAR', { nullable: true, pattern: CIP }),
    column('status', 'VARCHAR', { nullable: true, values: ['F', 'Q', 'H', 'L', 'A', 'W', 'D', 'G'] }),
    column('credits_attempted', 'DOUBLE', { nullable: true }),
    column('credit_unit', 'VARCHAR', { nullable: true, values: ['semester', 'quarter'] }),
    column('level', 'VARCHAR', {
      nullable: true,
      values: ['noncredit', 'certificate', 'associate', 'bachelor', 'graduate'],
    }),
  ],
  /** One row per course result. */
  courses: [
    column('term', 'VARCHAR', { nullable: true, pattern: TERM }),
    column('term_start', 'DATE'),
    column('term_end', 'DATE'),
    column('course_code', 'VARCHAR', { pattern: CODE }),
    column('subject', 'VARCHAR', {
      nullable: true,
      values: ['dev_math', 'dev_english', 'math', 'english', 'pathway', 'other'],
    }),
    column('college_level', 'BOOLEAN', { nullable: true }),
    column('credits', 'DOUBLE', { nullable: true }),
    column('credit_unit', 'VARCHAR', { nullable: true, values: ['semester', 'quarter'] }),
    column('passed', 'BOOLEAN', { nullable: true }),
  ],
  /** One row per award made by the college. */
  awards: [
    column('award_code', 'VARCHAR', { pattern: CODE }),
    column('award_type', 'VARCHAR', {
      values: ['Certificate', 'AssociateDegree', 'BachelorDegree', 'Completion', 'HSE', 'WorkReadiness'],
    }),
    column('program_id', 'VARCHAR', { nullable: true, pattern: CODE }),
    column('cip6', 'VARCHAR', { nullable: true, pattern: CIP }),
    column('award_date', 'DATE'),
  ],
  /** One row per test of an educational functioning level (NRS levels 1 to 6). */
  level_gains: [
    column('test_date', 'DATE'),
    column('test_kind', 'VARCHAR', { values: ['pre', 'post'] }),
    column('instrument', 'VARCHAR', { values: ['ABE', 'ESL'] }),
    column('nrs_level', 'SMALLINT'),
  ],
  /** One row per spell or degree of a StudentTracker detail response; rows that found nothing are left out. */
  clearinghouse: [
    column('row_kind', 'VARCHAR', { values: ['spell', 'degree'] }),
    column('college_code', 'VARCHAR', { nullable: true, pattern: '[0-9]{6}-[0-9]{2}' }),
    column('college_state', 'VARCHAR', { nullable: true, pattern: STATE }),
    column('sector_years', 'SMALLINT', { nullable: true }),
    column('is_public', 'BOOLEAN', { nullable: true }),
    column('begin_date', 'DATE', { nullable: true }),
    column('end_date', 'DATE', { nullable: true }),
    column('status', 'VARCHAR', { nullable: true, values: ['F', 'Q', 'H', 'L', 'A', 'W', 'D'] }),
    column('cip6', 'VARCHAR', { nullable: true, pattern: CIP }),
    column('graduation_date', 'DATE', { nullable: true }),
  ],
  /** The identity register carries no attribute: it only bridges files with and without SSN. */
  register: [column('record_updated', 'DATE', { nullable: true })],
  /** One row per line of a quarterly wage file; adjustments are negative, exact repeats are dropped when measured. */
  wages: [
    column('employer', 'UUID'),
    column('employer_unit', 'UUID'),
    column('state_fips', 'VARCHAR', { pattern: '[0-9]{2}' }),
    column('quarter', 'SMALLINT'),
    column('wage_cents', 'BIGINT'),
    column('soc6', 'VARCHAR', { nullable: true, pattern: '[0-9]{6}' }),
    column('hours', 'SMALLINT', { nullable: true }),
  ],
  /** One row per reporting unit and validity. Employer names have no column. `subject_id` numbers the rows only. */
  employers: [
    column('employer', 'UUID'),
    column('employer_unit', 'UUID'),
    column('naics6', 'VARCHAR', { nullable: true, pattern: '[0-9]{6}' }),
    column('ownership', 'SMALLINT', { nullable: true }),
    column('state_fips', 'VARCHAR', { nullable: true, pattern: '[0-9]{2}' }),
    column('county_fips', 'VARCHAR', { nullable: true, pattern: '[0-9]{5}' }),
    column('is_multi_unit', 'BOOLEAN', { nullable: true }),
    column('successor_of', 'UUID', { nullable: true }),
    column('first_quarter', 'SMALLINT', { nullable: true }),
    column('last_quarter', 'SMALLINT', { nullable: true }),
  ],
};

/** Kinds whose rows are about organisations, not persons: their identity file is empty and the linker skips them. */
export const KINDS_WITHOUT_PERSONS: readonly SourceKind[] = ['employers'];
