/**
 * SQL texts that judge an identity file. `identity` and `facts` are relations: a view's name or a `read_parquet`.
 * Every text answers with one row of counts; none returns a value.
 */

/** All sixteen bytes are letters, digits, blanks, NUL or the punctuation of names and e-mail addresses. */
const TEXT_BYTE = '(00|20|27|2c|2d|2e|40|3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])';

/** -> `rows, subjects, malformed`: rows in all, distinct subjects, and rows with a NULL or with sixteen zero bytes. */
export function identityCountsSql(identity: string): string {
  return `SELECT count(*) AS "rows", count(DISTINCT subject_id) AS subjects,
    count(*) FILTER (subject_id IS NULL OR rule IS NULL OR token IS NULL
      OR token = '00000000-0000-0000-0000-000000000000'::UUID) AS malformed
  FROM ${identity}`;
}

/** -> `textual`: tokens that read as text. The first comparison spares three quarters of the tokens the pattern. */
export function textualTokensSql(identity: string): string {
  return `SELECT count(*) AS textual FROM ${identity}
  WHERE token < '7b000000-0000-0000-0000-000000000000'::UUID
    AND regexp_full_match(replace(token::VARCHAR, '-', ''), '${TEXT_BYTE}{16}')`;
}

/** -> one row `rule, "rows"` for every rule of the file, in order. */
export function rowsByRuleSql(identity: string): string {
  return `SELECT rule::INTEGER AS rule, count(*) AS "rows" FROM ${identity} GROUP BY rule ORDER BY rule`;
}

/** -> `repeated`: tokens a subject has twice under one rule, by groups. */
export function repeatedTokensSql(identity: string): string {
  return `SELECT count(*) AS repeated FROM (
    SELECT 1 FROM ${identity} GROUP BY subject_id, rule, token HAVING count(*) > 1)`;
}

/** -> `crowded`: pairs of subject and rule with more than `most` tokens. */
export function crowdedRulesSql(identity: string, most: number): string {
  return `SELECT count(*) AS crowded FROM (
    SELECT 1 FROM ${identity} GROUP BY subject_id, rule HAVING count(*) > ${most})`;
}

/**
 * -> `unknown`: subjects of the identity file that have no fact and are no decoy, and decoys that have a fact or are a
 * copy of nothing in the facts. A fact without any token is allowed.
 */
export function unknownSubjectsSql(identity: string, facts: string, decoys: string): string {
  const hasFact = (subject: string) => `EXISTS (SELECT 1 FROM ${facts} AS f WHERE f.subject_id = ${subject})`;
  return `SELECT (SELECT count(*) FROM (SELECT DISTINCT subject_id FROM ${identity}) AS i
    WHERE NOT ${hasFact('i.subject_id')} AND i.subject_id NOT IN (SELECT subject_id FROM ${decoys}))
  + (SELECT count(*) FROM ${decoys} AS d
    WHERE ${hasFact('d.subject_id')} OR (d.original IS NOT NULL AND NOT ${hasFact('d.original')})) AS unknown`;
}
