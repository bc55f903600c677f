import { quarterOf } from './sql-dialect.ts';

/** The unit sets: each unit is one person in one cohort of one key, with the dates its windows count from. */
export const UNIT_SETS = ['award', 'issuer', 'program', 'entry', 'exit'] as const;
export type UnitSet = (typeof UNIT_SETS)[number];

/**
 * Writes `unit` (unit_no, unit_set, person_id, key, cohort_year, in_all, anchor_day, entry_day, last_day,
 * align_code, anchor_quarter, entry_quarter). `in_all` says whether the unit also stands for its person in the
 * cohort of all years: of several participations that is the first entry, and the last exit. In the cohort of a year it
 * is the first entry, and the last exit, of that year.
 */
export function unitTable(): string {
  return `CREATE OR REPLACE TEMP TABLE unit AS
SELECT CAST(row_number() OVER (ORDER BY unit_set, key, person_id, anchor_day) AS INTEGER) AS unit_no,
  unit_set, person_id, key, CAST(year(anchor_day) AS INTEGER) AS cohort_year, in_all, anchor_day, entry_day, exit_day,
  align_code, ${quarterOf('anchor_day')} AS anchor_quarter, ${quarterOf('entry_day')} AS entry_quarter
FROM (
  SELECT 'award' AS unit_set, person_id, code AS key, day AS anchor_day, day AS entry_day, CAST(NULL AS DATE) AS exit_day,
    code AS align_code, true AS in_all
  FROM first_award
  UNION ALL
  SELECT 'issuer', person_id, owner, day, day, NULL, code, true FROM first_of_issuer
  UNION ALL
  SELECT 'program', person_id, program_id, day, day, NULL, code, true FROM first_of_program
  UNION ALL
  SELECT 'entry', person_id, pathway_id, entry_day, entry_day, exit_day, NULL, is_first
  FROM (
    SELECT *, period = min(period) OVER (PARTITION BY person_id, pathway_id) AS is_first,
      period = min(period) OVER (PARTITION BY person_id, pathway_id, year(entry_day)) AS is_first_of_year
    FROM participation
  ) WHERE is_first_of_year
  UNION ALL
  SELECT 'exit', person_id, pathway_id, exit_day, entry_day, exit_day, NULL, is_last
  FROM (
    SELECT *, period = max(period) OVER (PARTITION BY person_id, pathway_id) AS is_last,
      period = max(period) OVER (PARTITION BY person_id, pathway_id, year(exit_day)) AS is_last_of_year
    FROM participation WHERE exit_day IS NOT NULL
  ) WHERE is_last_of_year
)`;
}
