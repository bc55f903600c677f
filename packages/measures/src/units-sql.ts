import type { ClosedCohort } from './closed-cohorts.ts';
import { quarterOf, valuesTable } from './sql-dialect.ts';

/** The unit sets: each unit is one person in one cohort of one key, with the dates its windows count from. */
export const UNIT_SETS = ['award', 'issuer', 'program', 'entry', 'exit'] as const;
export type UnitSet = (typeof UNIT_SETS)[number];

/**
 * Write `unit` (unit_no, unit_set, person_id, key, cohort_year, in_all, anchor_day, entry_day, last_day,
 * align_code, anchor_quarter, entry_quarter). `in_all` says whether the unit also stands for its person in the
 * cohort of all years: of several participations that is the first entry, and the last exit. In the cohort of a year it
 * is the first entry, and the last exit, of that year.
 *
 * Claim: nobody enters a cohort after it closed. Whoever is in the roster of a closed cohort stays in it, whatever date
 * a newer file gives; an award that is new and dated in a closed year goes to the first year that is not closed, and
 * until that one closes it counts nowhere, the total of all years included: so no difference between the total and
 * its years shows the few late ones. Years of award that are still open are not in the total either.
 *
 * Reads `closed_roster` (unit_set, key, cohort_year, person_id): rosters of cohorts that earlier releases closed, with
 * a row without a person for each.
 *
 * @param closing cohorts that are closed by the catalogue
 */
export function unitTables(closing: readonly ClosedCohort[]): readonly string[] {
  const last = new Map<string, ClosedCohort>();
  for (const cohort of closing) {
    const known = last.get(`${cohort.unitSet} ${cohort.key}`);
    if (known === undefined || known.year < cohort.year) last.set(`${cohort.unitSet} ${cohort.key}`, cohort);
  }
  return [
    valuesTable(
      'last_closing',
      [
        { name: 'unit_set', type: 'VARCHAR' },
        { name: 'key', type: 'VARCHAR' },
        { name: 'year', type: 'INTEGER' },
      ],
      [...last.values()].map(({ unitSet, key, year }) => [unitSet, key, year]),
    ),
    unitsByDate(),
    `CREATE OR REPLACE TEMP TABLE unit AS
SELECT unit_no, unit_set, person_id, key, cohort_year, in_all AND coalesce(cohort_year <= last_year, true) AS in_all,
  anchor_day, entry_day, exit_day, align_code, anchor_quarter, entry_quarter
FROM (
  SELECT u.unit_no, u.unit_set, u.person_id, u.key, u.in_all, u.anchor_day, u.entry_day, u.exit_day, u.align_code,
    u.anchor_quarter, u.entry_quarter, l.year AS last_year,
    CASE WHEN r.cohort_year IS NOT NULL THEN r.cohort_year
      WHEN c.cohort_year IS NOT NULL THEN e.next_year
      ELSE u.cohort_year END AS cohort_year
  FROM unit_by_date u
  LEFT JOIN last_closing l ON l.unit_set = u.unit_set AND l.key = u.key
  LEFT JOIN (SELECT unit_set, key, person_id, min(cohort_year) AS cohort_year FROM closed_roster
    WHERE person_id IS NOT NULL GROUP BY unit_set, key, person_id) r
    ON r.unit_set = u.unit_set AND r.key = u.key AND r.person_id = u.person_id
  LEFT JOIN (SELECT DISTINCT unit_set, key, cohort_year FROM closed_roster) c
    ON c.unit_set = u.unit_set AND c.key = u.key AND c.cohort_year = u.cohort_year
  LEFT JOIN (SELECT unit_set, key, max(cohort_year) + 1 AS next_year FROM closed_roster GROUP BY unit_set, key) e
    ON e.unit_set = u.unit_set AND e.key = u.key
)`,
  ];
}

/** A table of rosters without a row, for the first release of a series. */
export function noClosedRosters(): string {
  return `CREATE OR REPLACE TEMP TABLE closed_roster AS
SELECT CAST(NULL AS VARCHAR) AS unit_set, CAST(NULL AS VARCHAR) AS key, CAST(NULL AS INTEGER) AS cohort_year,
  CAST(NULL AS UBIGINT) AS person_id
WHERE false`;
}

function unitsByDate(): string {
  return `CREATE OR REPLACE TEMP TABLE unit_by_date AS
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
