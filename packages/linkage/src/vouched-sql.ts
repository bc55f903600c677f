/**
 * Claim: who knows the record references of an organisation cannot join its persons by them. References are no secret
 * (student numbers are printed on cards), so within one organisation a reference makes one record of many, and between
 * two it is no evidence at all, with one exception: a clearinghouse answers a college under the college's numbers and
 * bears no birth date. Its records under a reference join those of the other organisation where
 *
 * - exactly one other organisation bears the reference and two names that agree, and
 * - the names agree for at least half the subjects that organisation has under the reference, so that a list of
 *   guessed names under one number does not hit.
 *
 * Not claimed: that a clearinghouse, or a contributor that knows names as well as numbers, cannot be wrong.
 *
 * Table `lk_vouched` (organisation, reference, owner): references of a clearinghouse (`organisation`) that stand for
 * records of `owner`. Reads `lk_subject`, `lk_token`, `lk_rule`.
 *
 * @param names mask of the rules that say two names of a person
 */
export function vouchedTable(names: bigint): string {
  return `CREATE OR REPLACE TEMP TABLE lk_vouched AS
WITH borne AS (
  SELECT organisation, reference, bool_and(carries) AS is_carried
  FROM lk_subject WHERE reference IS NOT NULL GROUP BY organisation, reference),
shared AS (
  SELECT k.organisation, o.organisation AS owner, reference
  FROM borne k JOIN borne o USING (reference)
  WHERE k.is_carried AND NOT o.is_carried AND k.organisation <> o.organisation),
named AS (
  SELECT s.organisation, s.reference, s.source, s.subject_id, t.rule, t.token
  FROM lk_subject s JOIN (SELECT DISTINCT reference FROM shared) h USING (reference)
  JOIN lk_token t ON t.source = s.source AND t.subject_id = s.subject_id JOIN lk_rule r ON r.rule = t.rule
  WHERE ((1::UHUGEINT << r.position) & ${names}::UHUGEINT) <> 0),
agreeing AS (
  SELECT h.organisation, h.owner, h.reference, count(DISTINCT (o.source, o.subject_id)) AS subjects
  FROM shared h
  JOIN named k ON k.organisation = h.organisation AND k.reference = h.reference
  JOIN named o ON o.organisation = h.owner AND o.reference = h.reference AND o.rule = k.rule AND o.token = k.token
  GROUP BY h.organisation, h.owner, h.reference),
bearing AS (
  SELECT organisation AS owner, reference, count(DISTINCT (source, subject_id)) AS subjects FROM named GROUP BY ALL)
SELECT a.organisation, a.reference, min(a.owner) AS owner
FROM agreeing a JOIN bearing b USING (owner, reference)
WHERE 2 * a.subjects >= b.subjects
GROUP BY a.organisation, a.reference HAVING count(*) = 1`;
}
