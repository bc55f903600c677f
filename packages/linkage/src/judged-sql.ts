/** Pairs from this posterior on are not looked at for company: their doubt is a thousandth each. */
const SURE_POSTERIOR = 0.999;

/** Measured: of the links that persons refuse 28 % (fake1000) to 98 % (the test town) are wrong. */
const REFUSED_SHARE = 0.25;

/**
 * Table `lk_judged` (pair_type, posterior, is_linked, is_held, is_right): candidate pairs with the chance that they are one
 * person after persons were made, which tells more than the pair alone:
 *
 * - A pair whose two nodes are both linked to a third of its person is likelier right. Were the three independent, its
 *   doubt would shrink by the doubt of the best such path, posterior times posterior; errors are shared (one badly typed
 *   record takes part in all its pairs), so it shrinks by the square root of that.
 * - A link that persons did not take over, because the other records of both sides spoke against it or a near-tie forbade
 *   it, is right with a quarter of its chance.
 *
 * Measured (docs/LINKAGE_QUALITY.md): by pairs alone, wrong links were 1.4 to 2.1 times too many on the labelled sets
 * where people have several records, and a sixth of the truth in the test town.
 */
export function judgedTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_joined AS
SELECT l.a, l.b, l.pair_type, l.weight >= 0 AS is_linked, l.posterior, p.cid
FROM lk_link l LEFT JOIN lk_placed p ON p.nid = l.a LEFT JOIN lk_placed q ON q.nid = l.b
WHERE p.cid = q.cid`,
    `CREATE OR REPLACE TEMP TABLE lk_company AS
WITH doubted AS (SELECT a, b, cid FROM lk_joined WHERE posterior < ${SURE_POSTERIOR}),
ends AS (
  SELECT a, b, posterior FROM lk_joined WHERE cid IN (SELECT cid FROM doubted)
  UNION ALL
  SELECT b, a, posterior FROM lk_joined WHERE cid IN (SELECT cid FROM doubted))
SELECT d.a, d.b, max(e.posterior * f.posterior) AS path
FROM doubted d JOIN ends e ON e.a = d.a JOIN ends f ON f.a = d.b AND f.b = e.b GROUP BY d.a, d.b`,
    `CREATE OR REPLACE TEMP VIEW lk_judged AS
SELECT pair_type, posterior, is_linked, true AS is_held, 1 - (1 - posterior) * sqrt(1 - coalesce(path, 0)) AS is_right
FROM lk_joined LEFT JOIN lk_company USING (a, b)
UNION ALL
SELECT pair_type, posterior, weight >= 0, false, CASE WHEN weight >= 0 THEN ${REFUSED_SHARE} * posterior ELSE posterior END
FROM lk_link ANTI JOIN lk_joined USING (a, b)`,
  ];
}
