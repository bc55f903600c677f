import { REFUSED_LOG_ODDS } from './judge.ts';
import { maskOf, type RuleSpace, type SpaceRule } from './rule-space.ts';

/**
 * Persons by agglomeration with average linkage: two clusters merge while the mean weight over *all* pairs of
 * their nodes is positive, each being the other's best partner. A chain of weak links therefore cannot pull
 * strangers together, as transitive closure would. Rounds of mutual-best merges take the place of one merge at a
 * time, so every round is a handful of joins whatever the size.
 */

/** Weights are natural log odds; beyond these one pair may not outvote the others of two clusters. */
const STRONGEST_WEIGHT = 10;
const WEAKEST_WEIGHT = -2;

/** Pairs below this say no more than pairs that were never proposed, and are left out to keep the table small. */
const LEAST_WEIGHT = -6;

/**
 * Weight of two nodes that share no candidate value. Two records of one person that both have errors often share none
 * (a fifth of the pairs of fake1000, a sixth of historical50k), so it is little evidence against beside a link.
 */
const UNSEEN_WEIGHT = -0.7;

/** Two records under a borrowed SSN stay apart unless others speak for both. */
const REFUSED_WEIGHT = -6;

/** Weights are summed in thousandths, as integers: the order of the sum then cannot decide a merge. */
const UNITS = 1000;

/** Two partners in a file with one record a person whose weights lie closer are not told apart. */
const TIE_WEIGHT = 0.7;

/**
 * Tables `lk_tie` (nid, unit: nodes with near-ties in a file with one record a person),
 * `lk_cluster` (cid, size, units, only_ssn, no_ssn), `lk_assigned` (nid, cid), of the nodes that some pair speaks for:
 * two clusters only merge where one does, so all other nodes are persons by themselves.
 *
 * A node whose two best partners of one such file are nearly equal is linked to neither: ambiguous, and counted.
 */
export function clusterTables(space: RuleSpace): readonly string[] {
  const hasSsn = ({ levels }: SpaceRule) => levels.some((level) => level.startsWith('ssn.'));
  const bySsn = maskOf(space, (rule) => rule.role === 'candidate' && hasSsn(rule));
  const otherwise = maskOf(space, (rule) => rule.role === 'candidate' && !hasSsn(rule));
  return [
    `CREATE OR REPLACE TEMP TABLE lk_end AS
SELECT l.a AS nid, y.unit, l.weight FROM lk_link l JOIN lk_node y ON y.nid = l.b WHERE l.weight > 0
UNION ALL
SELECT l.b, x.unit, l.weight FROM lk_link l JOIN lk_node x ON x.nid = l.a WHERE l.weight > 0`,
    `CREATE OR REPLACE TEMP TABLE lk_tie AS
WITH several AS (SELECT nid, unit FROM lk_end WHERE unit >= 0 GROUP BY nid, unit HAVING count(*) > 1),
ranked AS (
  SELECT nid, unit, weight, row_number() OVER (PARTITION BY nid, unit ORDER BY weight DESC) AS place,
    lead(weight) OVER (PARTITION BY nid, unit ORDER BY weight DESC) AS next_weight
  FROM lk_end SEMI JOIN several USING (nid, unit))
SELECT DISTINCT nid, unit FROM ranked WHERE place = 1 AND weight - next_weight < ${TIE_WEIGHT}`,
    `CREATE OR REPLACE TEMP TABLE lk_cluster AS
SELECT nid AS cid, 1::BIGINT AS size, units,
  ((emitted & ${otherwise}::UHUGEINT) = 0)::BIGINT AS only_ssn, ((emitted & ${bySsn}::UHUGEINT) = 0)::BIGINT AS no_ssn
FROM lk_node SEMI JOIN lk_end USING (nid)`,
    'CREATE OR REPLACE TEMP TABLE lk_assigned AS SELECT cid AS nid, cid FROM lk_cluster',
    'DROP TABLE lk_end',
  ];
}

/**
 * Table `lk_edge` (x, y, weight, pairs): summed weights between the clusters there are now, over the pairs of the
 * given pair types. Persons are first made of the records that say more than an SSN and a name; the others (wage
 * lines, far more of them) then join persons, and cannot outvote what made them.
 */
export function edgeTable(pairTypes: readonly number[]): string {
  return `CREATE OR REPLACE TEMP TABLE lk_edge AS
SELECT least(c.cid, d.cid) AS x, greatest(c.cid, d.cid) AS y,
  sum(round(${UNITS} * CASE WHEN l.weight <= ${REFUSED_LOG_ODDS.borrowed_ssn} THEN ${REFUSED_WEIGHT}
    ELSE greatest(least(l.weight, ${STRONGEST_WEIGHT}), ${WEAKEST_WEIGHT}) END))::BIGINT AS weight, count(*) AS pairs
FROM lk_link l JOIN lk_node p ON p.nid = l.a JOIN lk_node q ON q.nid = l.b
JOIN lk_assigned c ON c.nid = l.a JOIN lk_assigned d ON d.nid = l.b
LEFT JOIN lk_tie s ON s.nid = l.a AND s.unit = q.unit LEFT JOIN lk_tie t ON t.nid = l.b AND t.unit = p.unit
WHERE l.pair_type IN (${pairTypes.join(', ')}) AND c.cid <> d.cid
  AND (l.weight > ${LEAST_WEIGHT} OR l.weight <= ${REFUSED_LOG_ODDS.borrowed_ssn}) AND s.nid IS NULL AND t.nid IS NULL
GROUP BY 1, 2`;
}

/** One round, first half: table `lk_merge` (x, y), cluster y goes into cluster x. */
export function mergeRound(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_merge AS
WITH compared AS (
  SELECT e.x, e.y, e.weight, e.pairs, p.size * q.size - p.only_ssn * q.no_ssn - p.no_ssn * q.only_ssn AS comparable
  FROM lk_edge e JOIN lk_cluster p ON p.cid = e.x JOIN lk_cluster q ON q.cid = e.y
  WHERE (p.units & q.units) = 0),
open AS (
  SELECT x, y, (weight + (comparable - pairs) * ${UNITS * UNSEEN_WEIGHT}) / comparable AS score
  FROM compared WHERE weight + (comparable - pairs) * ${UNITS * UNSEEN_WEIGHT} > 0),
best AS (
  SELECT cid, arg_max(partner, (score, -partner)) AS partner
  FROM (SELECT x AS cid, y AS partner, score FROM open UNION ALL SELECT y, x, score FROM open) GROUP BY cid)
SELECT l.cid AS x, r.cid AS y FROM best l JOIN best r ON l.partner = r.cid AND r.partner = l.cid WHERE l.cid < r.cid`,
  ];
}

/** One round, second half: carries the merges out. */
export function applyMerges(): readonly string[] {
  return [
    `UPDATE lk_assigned SET cid = m.x FROM lk_merge m WHERE lk_assigned.cid = m.y`,
    `CREATE OR REPLACE TEMP TABLE lk_cluster AS
SELECT coalesce(m.x, c.cid) AS cid, sum(c.size)::BIGINT AS size, bit_or(c.units) AS units,
  sum(c.only_ssn)::BIGINT AS only_ssn, sum(c.no_ssn)::BIGINT AS no_ssn
FROM lk_cluster c LEFT JOIN lk_merge m ON m.y = c.cid GROUP BY 1`,
    `CREATE OR REPLACE TEMP TABLE lk_edge AS
SELECT least(x, y) AS x, greatest(x, y) AS y, sum(weight)::BIGINT AS weight, sum(pairs)::BIGINT AS pairs
FROM (
  SELECT coalesce(m.x, e.x) AS x, coalesce(n.x, e.y) AS y, e.weight, e.pairs
  FROM lk_edge e LEFT JOIN lk_merge m ON m.y = e.x LEFT JOIN lk_merge n ON n.y = e.y)
WHERE x <> y GROUP BY 1, 2`,
  ];
}

/**
 * Table `lk_person` (upload_id, subject_id, person_id, posterior). A person is numbered by its smallest node;
 * `posterior` is the chance that the subject belongs to its person: that of its best pair in it, 1 for a person of
 * one node.
 */
export function personTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_placed AS
WITH held AS (
  SELECT l.a, l.b, l.posterior, p.cid FROM lk_link l JOIN lk_assigned p ON p.nid = l.a JOIN lk_assigned q ON q.nid = l.b
  WHERE p.cid = q.cid)
SELECT nid, any_value(cid) AS cid, max(posterior) AS posterior
FROM (SELECT a AS nid, cid, posterior FROM held UNION ALL SELECT b, cid, posterior FROM held) GROUP BY nid`,
    `CREATE OR REPLACE TEMP TABLE lk_person AS
SELECT s.upload_id, m.subject_id, (1 + coalesce(c.cid, m.nid))::UBIGINT AS person_id, coalesce(c.posterior, 1.0)::DOUBLE AS posterior
FROM lk_member m JOIN lk_source s USING (source) LEFT JOIN lk_placed c USING (nid)`,
  ];
}
