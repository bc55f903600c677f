import type { LinkSource } from './link-source.ts';

/** Table `lk_decoy` (upload_id UUID, subject_id UBIGINT, kind VARCHAR, original UBIGINT), empty. */
export function decoyTable(): string {
  return 'CREATE OR REPLACE TEMP TABLE lk_decoy (upload_id UUID, subject_id UBIGINT, kind VARCHAR, original UBIGINT)';
}

/**
 * -> `series, kind, planted, hits`, by what a run made of `lk_decoy`: of strangers and twins the persons of other series
 * they came to be in, of copies those linked to a record in another series of the person their original is in; copies of
 * records that are linked to no other series are not planted for this.
 */
export function decoyCounts(): string {
  return `WITH planted AS (
  SELECT d.kind, s.series, m.nid, p.person_id, o.person_id AS original_person
  FROM lk_decoy d JOIN lk_source s USING (upload_id) JOIN lk_member m ON m.source = s.source AND m.subject_id = d.subject_id
  JOIN lk_person p ON p.upload_id = d.upload_id AND p.subject_id = d.subject_id
  LEFT JOIN lk_person o ON o.upload_id = d.upload_id AND o.subject_id = d.original),
reach AS (
  SELECT DISTINCT p.person_id, s.series FROM lk_person p JOIN lk_source s USING (upload_id)
  ANTI JOIN lk_decoy d ON d.upload_id = p.upload_id AND d.subject_id = p.subject_id
  WHERE p.person_id IN (SELECT person_id FROM planted UNION ALL SELECT original_person FROM planted)),
invented AS (
  SELECT n.series, n.kind, count(*) AS planted,
    count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM reach r WHERE r.person_id = n.person_id AND r.series <> n.series)
      THEN n.person_id END) AS hits
  FROM planted n WHERE n.kind <> 'copy' GROUP BY n.series, n.kind),
ends AS (
  SELECT a AS x, b AS y FROM lk_link WHERE weight >= 0 UNION ALL SELECT b, a FROM lk_link WHERE weight >= 0),
copied AS (
  SELECT n.nid, n.series, n.original_person FROM planted n
  WHERE n.kind = 'copy' AND EXISTS (SELECT 1 FROM reach r WHERE r.person_id = n.original_person AND r.series <> n.series)),
found AS (
  SELECT DISTINCT c.nid FROM copied c JOIN ends e ON e.x = c.nid JOIN lk_node y ON y.nid = e.y LEFT JOIN lk_placed k ON k.nid = e.y
  WHERE y.series <> c.series AND 1 + coalesce(k.cid, e.y) = c.original_person)
SELECT series::INTEGER AS series, kind, planted, hits FROM invented
UNION ALL
SELECT series::INTEGER, 'copy', count(*), count(f.nid) FROM copied c LEFT JOIN found f USING (nid) GROUP BY series`;
}

/** -> one number that differs where links or persons do: what a run decided, in short. */
export function decisionDigest(): string {
  return `SELECT md5(concat_ws('/', (SELECT count(*) FROM lk_link), (SELECT bit_xor(hash(a, b, weight)) FROM lk_link),
  (SELECT count(*) FROM lk_person), (SELECT bit_xor(hash(upload_id, subject_id, person_id)) FROM lk_person))) AS digest`;
}

/**
 * Table of an identity file without its decoys: what the vault would hold had none been planted, subjects numbered as then.
 */
export function withoutDecoys({ relation, uploadId }: LinkSource, table: string): string {
  return `CREATE OR REPLACE TEMP TABLE ${table} AS
WITH kept AS (
  SELECT f.subject AS before, (row_number() OVER (ORDER BY f.subject) - 1)::UINTEGER AS subject
  FROM ${relation} f ANTI JOIN lk_decoy d ON d.upload_id = '${uploadId}'::UUID AND d.subject_id = f.subject_id
  WHERE f.rule = 0)
SELECT f.rule, k.subject, f.key, f.subject_id, f.digest, f.emitted_low, f.emitted_high, f.tags
FROM ${relation} f JOIN kept k ON k.before = f.subject ORDER BY f.rule, k.subject, f.key`;
}
