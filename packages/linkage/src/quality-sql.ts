/** By pair type: candidates, links (posterior of a half or more), and what the posteriors say of both. */
export function pairQuality(): string {
  return `SELECT pair_type, count(*) AS candidates,
  count(*) FILTER (WHERE weight >= 0) AS links,
  count(*) FILTER (WHERE posterior >= 0.9) AS sure_links,
  coalesce(sum(posterior), 0) AS expected_links,
  coalesce(sum(posterior) FILTER (WHERE weight >= 0), 0) AS expected_among_links
FROM lk_link GROUP BY pair_type ORDER BY pair_type`;
}

/** By pair type and cascade step: pairs the cascade links, and how many of them the model links as well. */
export function cascadeQuality(): string {
  return `SELECT l.pair_type, c.step, count(*) AS links, count(*) FILTER (WHERE l.weight >= 0) AS also_by_model
FROM lk_cascade c JOIN lk_link l USING (a, b) GROUP BY l.pair_type, c.step ORDER BY l.pair_type, c.step`;
}

/** One row: subjects, nodes, persons, nodes with near-ties, nodes of the largest person. */
export function personQuality(): string {
  return `SELECT (SELECT count(*) FROM lk_member) AS subjects, (SELECT count(*) FROM lk_node) AS nodes,
  (SELECT count(*) FROM lk_cluster) AS persons, (SELECT count(*) FROM lk_tie) AS ambiguous,
  (SELECT coalesce(max(size), 0) FROM lk_cluster) AS largest,
  (SELECT count(*) FROM lk_cluster WHERE size > ${LARGE_PERSON}) AS large_persons`;
}

/** By source: subjects, and how many of them share their person with a subject of another series. */
export function sourceQuality(): string {
  return `WITH placed AS (SELECT m.source, s.series, a.cid FROM lk_member m JOIN lk_source s USING (source) JOIN lk_assigned a USING (nid)),
reach AS (SELECT cid, min(series) AS lowest, max(series) AS highest FROM placed GROUP BY cid)
SELECT p.source, count(*) AS subjects, count(*) FILTER (WHERE r.lowest < r.highest) AS linked
FROM placed p JOIN reach r USING (cid) GROUP BY p.source ORDER BY p.source`;
}

/** Nodes beyond which a person raises an alarm: several records of a few dozen sources are plausible, hundreds are not. */
export const LARGE_PERSON = 100;
