import type { Attribute } from '@credlink/tokens';
import { REFUSED_LOG_ODDS } from './judge.ts';
import { DIFFERS, MISSING, OUTCOME_VALUES, SCORED } from './pattern.ts';

/** SQL: whether an attribute agrees, at any level, in the pattern of a combination `k`. */
function agrees(attribute: Attribute): string {
  const place = OUTCOME_VALUES ** SCORED.indexOf(attribute);
  return `k.pattern // ${place} % ${OUTCOME_VALUES} NOT IN (${MISSING}, ${DIFFERS})`;
}

/**
 * Other records under one SSN and given name that speak for a record; of one with more of them nobody does. A worker's
 * name is written in a handful of ways, and without a bound a file of one SSN and a thousand surnames would be looked at
 * in as many triples as the cube of its lines.
 */
const MOST_OTHERS = 32;

/**
 * Gives pairs of two files that are refused as a borrowed SSN (`contradiction.ts`) the weight of a pair that knows more:
 * of the same record and another one of the same file, under the same SSN and given name, that is not refused.
 *
 * Claim: a record that leaves the middle name out does not contradict what the same worker's other lines say. An agency
 * writes a worker with an initial in one quarter and without in the next; surname and initial together excuse another given
 * name, and without this the lines that lack the initial outvote those that have it.
 *
 * Not claimed within one file: there two given names under one SSN with one initial are two workers, of whom one has
 * borrowed the other's number, more often than one who goes by both. Nor through a record without a given name, which
 * may be anybody's. Reads and changes `lk_link`; reads `lk_combo`, `lk_node`.
 *
 * Measured on the test town: register to wages, recall .9518 to .9523 and precision as before; excusing within files too
 * makes two sisters one.
 */
export function excuseRefused(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_excused AS
WITH refused AS (
  SELECT l.a, l.b FROM lk_link l JOIN lk_node x ON x.nid = l.a JOIN lk_node y ON y.nid = l.b
  WHERE l.weight <= ${REFUSED_LOG_ODDS.borrowed_ssn} AND x.series <> y.series),
refused_end AS (SELECT a AS nid, b AS other FROM refused UNION ALL SELECT b, a FROM refused),
worker AS (
  SELECT l.a, l.b FROM lk_link l JOIN lk_combo k USING (combo)
  JOIN lk_node x ON x.nid = l.a JOIN lk_node y ON y.nid = l.b
  WHERE l.weight > 0 AND x.series = y.series AND ${agrees('ssn')} AND ${agrees('given')}),
line AS (
  SELECT nid, other FROM (SELECT a AS nid, b AS other FROM worker UNION ALL SELECT b, a FROM worker)
  QUALIFY count(*) OVER (PARTITION BY nid) <= ${MOST_OTHERS})
SELECT least(r.nid, r.other) AS a, greatest(r.nid, r.other) AS b, max(l.weight) AS weight
FROM refused_end r JOIN line n ON n.nid = r.other
JOIN lk_link l ON l.a = least(r.nid, n.other) AND l.b = greatest(r.nid, n.other)
WHERE l.weight > 0 GROUP BY 1, 2`,
    `UPDATE lk_link SET weight = e.weight, posterior = 1 / (1 + exp(-e.weight))
FROM lk_excused e WHERE lk_link.a = e.a AND lk_link.b = e.b`,
    'DROP TABLE lk_excused',
  ];
}
