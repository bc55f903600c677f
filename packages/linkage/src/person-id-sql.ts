/**
 * Claim: a person keeps its number from run to run, and no number ever stands for somebody else. A person of this run
 * takes the number of the person of the run before with which it shares most subjects, where neither shares more with
 * another (ties: the smaller number, then the person of the smaller node). So of a person that falls apart the larger
 * part keeps the number, and two that turn out to be one go under the number of the larger. All others get numbers
 * above every one that was ever given, in the order of their smallest nodes.
 *
 * Not claimed: that a person whose every subject was replaced by a newer file keeps its number; nothing says that it is
 * the same person. Who is one person does not depend on the numbers: that follows from what the run read.
 *
 * Table `lk_kept` (was, person_id): the numbers of `links`, a relation with `upload_id, subject_id, person_id`, after
 * those of `earlier`, a relation with the same columns.
 *
 * @param highest number ever given
 */
export function keptNumbers(links: string, earlier: string, highest: number): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_overlap AS
SELECT l.person_id AS now, e.person_id AS was, count(*) AS subjects
FROM ${links} l JOIN ${earlier} e USING (upload_id, subject_id) GROUP BY l.person_id, e.person_id`,
    `CREATE OR REPLACE TEMP TABLE lk_heir AS
WITH best_now AS (SELECT now, arg_max(was, (subjects, -was::HUGEINT)) AS was FROM lk_overlap GROUP BY now),
best_was AS (SELECT was, arg_max(now, (subjects, -now::HUGEINT)) AS now FROM lk_overlap GROUP BY was)
SELECT n.now, n.was FROM best_now n JOIN best_was w ON w.was = n.was AND w.now = n.now`,
    `CREATE OR REPLACE TEMP TABLE lk_kept AS
SELECT now AS was, was AS person_id FROM lk_heir
UNION ALL
SELECT person_id, (${highest} + row_number() OVER (ORDER BY person_id))::UBIGINT
FROM (SELECT DISTINCT person_id FROM ${links}) ANTI JOIN lk_heir h ON h.now = person_id`,
    'DROP TABLE lk_overlap',
    'DROP TABLE lk_heir',
  ];
}

/** Table `lk_numbered` (upload_id, subject_id, person_id, posterior): the links under the numbers of `lk_kept`. */
export function numberedLinks(links: string): string {
  return `CREATE OR REPLACE TEMP TABLE lk_numbered AS
SELECT l.upload_id, l.subject_id, k.person_id, l.posterior FROM ${links} l JOIN lk_kept k ON k.was = l.person_id`;
}

/** -> `highest`: the highest number in use. */
export function highestNumber(links: string): string {
  return `SELECT coalesce(max(person_id), 0) AS highest FROM ${links}`;
}
