import type { NumberedSource } from './source-sql.ts';

/** Nodes that pairs have, by their places in the order of `nid`: from `from` up to, and without, `to`. */
export type SlotRange = {
  readonly from: number;
  readonly to: number;
  /** The node at `from`. */
  readonly firstNode: number;
  /** The node at `to`; infinity behind the last one. */
  readonly endNode: number;
};

/** Table `lk_paired` (nid, slot): the nodes that a pair has, `slot` counting them from 0 in the order of `nid`. Empty. */
export function pairedTable(): string {
  return 'CREATE OR REPLACE TEMP TABLE lk_paired (nid INTEGER, slot INTEGER)';
}

/**
 * Table `lk_node` (nid, source, series, emitted, units, unit, slot): the nodes of `lk_paired`. Other nodes are persons by
 * themselves.
 */
export function pairedNodes(sources: readonly NumberedSource[]): readonly string[] {
  const alone = sources.filter(({ isGrouped }) => !isGrouped);
  const isAlone =
    alone.length === 0 ? 'false' : `s.source IN (${alone.map(({ index }) => index).join(', ')})`;
  return [
    `CREATE OR REPLACE TEMP TABLE lk_node AS
SELECT p.nid, s.source, o.series, s.emitted,
  CASE WHEN s.source < 64 THEN 1::UBIGINT << s.source::UBIGINT ELSE 0 END AS units, s.source::INTEGER AS unit, p.slot
FROM lk_subject s JOIN lk_paired p ON p.nid = s.number JOIN lk_source o USING (source) WHERE ${isAlone}
UNION ALL
SELECT g.nid, g.source, g.series, g.emitted, g.units, g.unit, p.slot FROM lk_group g JOIN lk_paired p USING (nid)`,
    'DROP TABLE lk_paired',
  ];
}

/** -> the nodes at some slots: `slot, nid`. */
export function nodesAt(slots: readonly number[]): string {
  return `SELECT slot, nid FROM lk_node WHERE slot IN (${slots.join(', ')}) ORDER BY slot`;
}

/** -> whether a node of one range has a pair with one of the other: `pairs`, 0 or 1. */
export function pairsBetween(left: SlotRange, right: SlotRange): string {
  return `SELECT count(*) AS pairs FROM (SELECT 1 FROM lk_pair p WHERE ${isPairOf(left, right)} LIMIT 1)`;
}

/** SQL of whether a pair `p` is one of a node of each range. */
export function isPairOf(left: SlotRange, right: SlotRange): string {
  return `${isWithin('p.a', left)} AND ${isWithin('p.b', right)}`;
}

function isWithin(nid: string, { firstNode, endNode }: SlotRange): string {
  const isBelow = Number.isFinite(endNode) ? ` AND ${nid} < ${endNode}` : '';
  return `${nid} >= ${firstNode}${isBelow}`;
}

/** -> the evidence tags of every node of a range: `owner` (slot), `pack` (source), `tags`. */
export function tagsOfNodes(sources: readonly NumberedSource[], range: SlotRange): string {
  const selects = sources.flatMap(({ relation, index, first, isGrouped, content }) => {
    const columns = `SELECT n.slot AS owner, ${index}::INTEGER AS pack, f.tags FROM ${relation} f`;
    if (isGrouped)
      return `${columns} JOIN lk_grouped g ON g.number = f.subject + ${first} AND g.is_part JOIN lk_node n ON n.nid = g.nid
WHERE f.rule = 0 AND ${isWithin('g.nid', range)}`;
    // Subjects of a file lie in the order of their nodes: of the file only the rows of the range are read.
    const from = Math.max(0, range.firstNode - first);
    const to = Math.min(content.subjects, range.endNode - first);
    if (from >= to) return [];
    return `${columns} JOIN lk_node n ON n.nid = f.subject + ${first}
WHERE f.rule = 0 AND f.subject >= ${from} AND f.subject < ${to} AND ${isWithin('n.nid', range)}`;
  });
  return selects.length === 0
    ? 'SELECT 0::INTEGER AS owner, 0::INTEGER AS pack, []::USMALLINT[] AS tags WHERE false'
    : selects.join('\nUNION ALL\n');
}

/** -> words that the tag lists of some subjects of a source have, on average: `words`. */
export function wordsOfTags({ relation }: NumberedSource, subjects: number): string {
  return `SELECT coalesce(avg(len(tags)), 0)::DOUBLE AS words FROM (SELECT tags FROM ${relation} WHERE rule = 0 LIMIT ${subjects})`;
}
