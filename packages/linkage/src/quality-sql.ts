/**
 * By pair type: candidates, links (posterior of a half or more), and how many pairs are expected to be right: of all, of
 * the links, and of those that neither were linked nor came to be in one person; the links that persons took over, and how
 * many of them are expected to be wrong. Reads `lk_judged`.
 */
export function pairQuality(): string {
  return `SELECT pair_type, count(*) AS candidates,
  count(*) FILTER (WHERE is_linked) AS links,
  count(*) FILTER (WHERE posterior >= 0.9) AS sure_links,
  coalesce(sum(is_right), 0)::DOUBLE AS expected_links,
  coalesce(sum(is_right) FILTER (WHERE is_linked), 0)::DOUBLE AS expected_among_links,
  count(*) FILTER (WHERE is_linked AND is_held) AS kept_links,
  coalesce(sum(1 - is_right) FILTER (WHERE is_linked AND is_held), 0)::DOUBLE AS expected_kept_wrong,
  coalesce(sum(is_right) FILTER (WHERE NOT is_linked AND NOT is_held), 0)::DOUBLE AS expected_missed
FROM lk_judged GROUP BY pair_type ORDER BY pair_type`;
}

/** By pair type and cascade step: pairs the cascade links, and how many of them the model links as well. */
export function cascadeQuality(): string {
  return `SELECT l.pair_type, c.step, count(*) AS links, count(*) FILTER (WHERE l.weight >= 0) AS also_by_model
FROM lk_cascade c JOIN lk_link l USING (a, b) GROUP BY l.pair_type, c.step ORDER BY l.pair_type, c.step`;
}

/** One row of the nodes that some pair speaks for: nodes, persons, nodes with near-ties, nodes of the largest person. */
export function personQuality(): string {
  return `SELECT (SELECT count(*) FROM lk_assigned) AS nodes, (SELECT count(*) FROM lk_cluster) AS persons,
  (SELECT count(*) FROM lk_tie) AS ambiguous, (SELECT coalesce(max(size), 0) FROM lk_cluster) AS largest,
  (SELECT count(*) FROM lk_cluster WHERE size > ${LARGE_PERSON}) AS large_persons`;
}

/** By source: how many of its subjects share their person with a subject of another series. */
export function sourceQuality(): string {
  return `WITH series_of AS (
  SELECT coalesce(a.cid, g.nid) AS cid, s.series, s.source
  FROM lk_grouped g JOIN lk_source s ON s.source = g.file LEFT JOIN lk_placed a USING (nid)
  UNION ALL
  SELECT a.cid, n.series, n.source FROM lk_placed a JOIN lk_node n USING (nid) ANTI JOIN lk_grouped g ON g.number = a.nid),
reach AS (SELECT cid FROM series_of GROUP BY cid HAVING min(series) < max(series))
SELECT p.source, count(*) AS linked FROM series_of p SEMI JOIN reach r USING (cid) GROUP BY p.source ORDER BY p.source`;
}

/** Nodes beyond which a person raises an alarm: several records of a few dozen sources are plausible, hundreds are not. */
export const LARGE_PERSON = 100;
