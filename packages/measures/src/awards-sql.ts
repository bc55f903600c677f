import { text } from './sql-dialect.ts';

/**
 * Awards of all sources resolved to persons. Reads `holders`, `awards` and `cat_credential`; writes `first_award`
 * (person_id, code, owner, day): a person's first *initial* award of a credential. Renewals never anchor; a code
 * that was superseded counts as its successor; several rows for one person and credential collapse; a person with
 * a revoked row for a credential is no holder of it; codes the catalogue does not know count for nothing.
 */
export function awardTables(certifiers: readonly string[]): readonly string[] {
  const certifierList = certifiers.length === 0 ? "('')" : `(${certifiers.map(text).join(', ')})`;
  return [
    `CREATE OR REPLACE TEMP TABLE award_event AS
SELECT h.person_id, c.current_code AS code, c.owner, h.award_date AS day, h.action
FROM holders h JOIN cat_credential c ON c.code = h.credential_code
UNION ALL
SELECT a.person_id, c.current_code AS code, c.owner, a.award_date AS day, 'initial' AS action
FROM awards a JOIN cat_credential c ON c.code = a.award_code`,
    `CREATE OR REPLACE TEMP TABLE first_award AS
SELECT person_id, code, min(owner) AS owner, min(day) FILTER (WHERE action = 'initial') AS day
FROM award_event
GROUP BY person_id, code
HAVING count(*) FILTER (WHERE action = 'initial') > 0 AND count(*) FILTER (WHERE action = 'revoked') = 0`,
    `CREATE OR REPLACE TEMP TABLE first_of_issuer AS
SELECT person_id, owner, day, code
FROM (
  SELECT person_id, owner, day, code,
    row_number() OVER (PARTITION BY person_id, owner ORDER BY day, code) AS place
  FROM first_award
  WHERE owner IN ${certifierList}
)
WHERE place = 1`,
    `CREATE OR REPLACE TEMP TABLE first_of_program AS
SELECT person_id, program_id, day, code
FROM (
  SELECT f.person_id, p.program_id, f.day, f.code,
    row_number() OVER (PARTITION BY f.person_id, p.program_id ORDER BY f.day, f.code) AS place
  FROM first_award f JOIN cat_program_award p ON p.award_code = f.code AND p.provider = f.owner
)
WHERE place = 1`,
  ];
}
