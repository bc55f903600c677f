import { type Engine, quoteText } from '@credlink/vault';
import type { FactsFile } from '../create-fact-views.ts';

/**
 * Table `revised_person` (person_id): whom a restatement shows other wages of than the files it replaces, in any quarter.
 * Both sides are read through the links of today, so that somebody who was newly linked is not taken for revised. Reads
 * `link`.
 *
 * @param before files the newest shown release read and that were revised; none: nobody is revised
 * @param after their revisions
 */
export async function revisedPersons(
  engine: Engine,
  before: readonly FactsFile[],
  after: readonly FactsFile[],
): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE revised_person AS
WITH was AS (${quarterSums(before)}), is_now AS (${quarterSums(after)})
SELECT DISTINCT person_id FROM (
  (SELECT person_id, quarter, cents FROM was EXCEPT SELECT person_id, quarter, cents FROM is_now)
  UNION ALL
  (SELECT person_id, quarter, cents FROM is_now EXCEPT SELECT person_id, quarter, cents FROM was)
)`);
}

/** Revised persons of each atom. */
export async function revisedOfAtoms(engine: Engine): Promise<ReadonlyMap<number, number>> {
  const rows = await engine.rows(
    `SELECT a.atom_no, count(*) AS persons
FROM person_atom a JOIN revised_person r ON r.person_id = a.person_id GROUP BY a.atom_no`,
    [],
    (row) => [Number(row.atom_no), Number(row.persons)] as const,
  );
  return new Map(rows);
}

function quarterSums(files: readonly FactsFile[]): string {
  const rows = files.map(
    ({ uploadId, path }) => `SELECT l.person_id, f.quarter, f.wage_cents AS cents
FROM read_parquet(${quoteText(path)}) AS f
JOIN link AS l ON l.upload_id = ${quoteText(uploadId)}::UUID AND l.subject_id = f.subject_id`,
  );
  const nobody =
    'SELECT CAST(NULL AS UBIGINT) AS person_id, CAST(NULL AS SMALLINT) AS quarter, CAST(NULL AS BIGINT) AS cents WHERE false';
  return `SELECT person_id, quarter, sum(cents) AS cents FROM (${[nobody, ...rows].join('\nUNION ALL\n')}) GROUP BY person_id, quarter`;
}
