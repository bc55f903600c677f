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
 * records of `owner`. Reads `lk_subject_of_group`.
 *
 * @param names tokens of the rules that say two names of a person, whole or cut to two bytes (then one in 65,536 other
 *   names agrees as well): relation with `number, rule, key`
 */
export function vouchedTable(names: string): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_shared AS
WITH borne AS (
  SELECT organisation, reference, bool_and(carries) AS is_carried
  FROM lk_subject_of_group WHERE reference IS NOT NULL GROUP BY organisation, reference)
SELECT k.organisation, o.organisation AS owner, reference
FROM borne k JOIN borne o USING (reference)
WHERE k.is_carried AND NOT o.is_carried AND k.organisation <> o.organisation`,
    `CREATE OR REPLACE TEMP TABLE lk_named AS
SELECT s.organisation, s.reference, s.number, t.rule, t.key
FROM lk_subject_of_group s JOIN (SELECT DISTINCT reference FROM lk_shared) h USING (reference)
JOIN (${names}) t USING (number)`,
    `CREATE OR REPLACE TEMP TABLE lk_vouched AS
WITH agreeing AS (
  SELECT h.organisation, h.owner, h.reference, count(DISTINCT o.number) AS subjects
  FROM lk_shared h
  JOIN lk_named k ON k.organisation = h.organisation AND k.reference = h.reference
  JOIN lk_named o ON o.organisation = h.owner AND o.reference = h.reference AND o.rule = k.rule AND o.key = k.key
  GROUP BY h.organisation, h.owner, h.reference),
bearing AS (
  SELECT organisation AS owner, reference, count(DISTINCT number) AS subjects FROM lk_named GROUP BY ALL)
SELECT a.organisation, a.reference, min(a.owner) AS owner
FROM agreeing a JOIN bearing b USING (owner, reference)
WHERE 2 * a.subjects >= b.subjects
GROUP BY a.organisation, a.reference HAVING count(*) = 1`,
    'DROP TABLE lk_shared',
    'DROP TABLE lk_named',
  ];
}
