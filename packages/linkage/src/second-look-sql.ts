import { SURE_LOG_ODDS } from './second-look.ts';

/**
 * Tables `lk_sure` (nid, unit, partner): nodes of files with one record a person, the file a sure link leads into and the
 * best node there, and `lk_again` (a, b, pair_type, pattern, name_bucket, kind, is_best): pairs between such files, which
 * are `sure` (`is_best` where each is the best sure partner of the other), `left` where neither has any, `taken` otherwise.
 */
export function secondLookTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_sure AS
SELECT nid, unit, arg_max(partner, (weight, -partner)) AS partner FROM (
  SELECT l.a AS nid, y.unit, l.b AS partner, l.weight FROM lk_link l JOIN lk_node x ON x.nid = l.a JOIN lk_node y ON y.nid = l.b
  WHERE l.weight >= ${SURE_LOG_ODDS} AND x.unit >= 0 AND y.unit >= 0
  UNION ALL
  SELECT l.b, x.unit, l.a, l.weight FROM lk_link l JOIN lk_node x ON x.nid = l.a JOIN lk_node y ON y.nid = l.b
  WHERE l.weight >= ${SURE_LOG_ODDS} AND x.unit >= 0 AND y.unit >= 0) GROUP BY nid, unit`,
    `CREATE OR REPLACE TEMP TABLE lk_again AS
SELECT l.a, l.b, k.pair_type, k.pattern, k.name_bucket,
  CASE WHEN p.nid IS NULL AND q.nid IS NULL THEN 'left' WHEN l.weight >= ${SURE_LOG_ODDS} THEN 'sure' ELSE 'taken' END AS kind,
  coalesce(p.partner = l.b AND q.partner = l.a, false) AS is_best
FROM lk_link l JOIN lk_combo k USING (combo) JOIN lk_node x ON x.nid = l.a JOIN lk_node y ON y.nid = l.b
LEFT JOIN lk_sure p ON p.nid = l.a AND p.unit = y.unit LEFT JOIN lk_sure q ON q.nid = l.b AND q.unit = x.unit
WHERE x.unit >= 0 AND y.unit >= 0`,
  ];
}

/** Counts of patterns: kind, pair_type, pattern, name_bucket, pairs, best (how many of the pairs are). */
export function secondLookCounts(): string {
  return `SELECT kind, pair_type, pattern, name_bucket, count(*) AS pairs, count(*) FILTER (is_best) AS best FROM lk_again
GROUP BY kind, pair_type, pattern, name_bucket ORDER BY kind, pair_type, pattern, name_bucket`;
}

/** A file with one record a person: its number, and its nodes, paired or not. */
export type UnitSize = { readonly unit: number; readonly series: number; readonly nodes: number };

/** By pair type: nodes surely linked, pairs of nodes that are not, and all pairs. Asks for one unit or more. */
export function secondLookSizes(units: readonly UnitSize[], seriesCount: number): string {
  const rows = units.map(({ unit, series, nodes }) => `(${unit}, ${series}, ${nodes}::DOUBLE)`);
  return `WITH unit (unit, series, nodes) AS (VALUES ${rows.join(', ')}),
sure AS (SELECT n.unit, s.unit AS into_unit, count(*) AS nodes FROM lk_sure s JOIN lk_node n USING (nid) GROUP BY ALL),
met AS (
  SELECT least(l.series, r.series) * ${seriesCount} + greatest(l.series, r.series) AS pair_type, l.nodes * r.nodes AS pairs,
    coalesce(p.nodes, 0) AS sure_l, coalesce(q.nodes, 0) AS sure_r, l.nodes AS nodes_l, r.nodes AS nodes_r
  FROM unit l JOIN unit r ON l.unit < r.unit
  LEFT JOIN sure p ON p.unit = l.unit AND p.into_unit = r.unit LEFT JOIN sure q ON q.unit = r.unit AND q.into_unit = l.unit)
SELECT pair_type, sum(sure_l + sure_r)::DOUBLE AS sure_nodes,
  sum((nodes_l - sure_l)::DOUBLE * (nodes_r - sure_r)) AS left_pairs, sum(pairs)::DOUBLE AS pairs
FROM met GROUP BY pair_type ORDER BY pair_type`;
}

/** Gives the pairs of one kind the weights of a second `lk_weight`. */
export function secondLookWeights(kind: 'left' | 'sure'): string {
  return `UPDATE lk_link SET weight = w.weight, posterior = 1 / (1 + exp(-w.weight))
FROM lk_again g JOIN lk_weight w ON w.pair_type = g.pair_type AND w.pattern = g.pattern AND w.name_bucket = g.name_bucket
WHERE g.kind = '${kind}' AND lk_link.a = g.a AND lk_link.b = g.b`;
}

export function secondLookEnd(): readonly string[] {
  return ['DROP TABLE lk_again', 'DROP TABLE lk_sure'];
}
