import type { ClosedCohort } from '@credlink/measures';
import { bulkInsert, type Engine, quoteText } from '@credlink/vault';

/**
 * Table `cohort_roster` (unit_set, key, cohort_year, person_key): who is in each closed cohort, with one row without a person
 * so that an empty one is remembered as closed. Reads `unit` and `person_key`.
 */
export async function makeRosters(engine: Engine, closed: readonly ClosedCohort[]): Promise<void> {
  await engine.run(
    'CREATE OR REPLACE TEMP TABLE closed_now (unit_set VARCHAR, key VARCHAR, cohort_year INTEGER)',
  );
  const rows = await bulkInsert(engine, 'closed_now', ['VARCHAR', 'VARCHAR', 'INTEGER']);
  for (const { unitSet, key, year } of closed) rows.add([unitSet, key, year]);
  rows.finish();
  await engine.run(`CREATE OR REPLACE TEMP TABLE cohort_roster AS
SELECT c.unit_set, c.key, c.cohort_year, k.person_key
FROM closed_now c
JOIN unit u ON u.unit_set = c.unit_set AND u.key = c.key AND u.cohort_year = c.cohort_year
JOIN person_key k ON k.person_id = u.person_id
UNION ALL
SELECT unit_set, key, cohort_year, NULL FROM closed_now`);
}

/**
 * Table `closed_roster`, which the computation reads: the rosters of the newest shown release in today's numbers. Who
 * is no longer known leaves a row without a person, which says that the cohort is closed.
 */
export function closedRosters(rostersPath: string): string {
  return `CREATE OR REPLACE TEMP TABLE closed_roster AS
SELECT r.unit_set, r.key, r.cohort_year, k.person_id
FROM read_parquet(${quoteText(rostersPath)}) r LEFT JOIN person_key k ON k.person_key = r.person_key`;
}
