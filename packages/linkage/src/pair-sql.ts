import { attributeOf, type SpaceRule } from './rule-space.ts';

/** Nodes that share a token value, by source and by how many share it: `source`, `n`, `nodes`. One rule at a time. */
export function blockSizes({ position }: SpaceRule): string {
  return `SELECT t.source, f.n, count(*) AS nodes FROM lk_node_token t
JOIN (SELECT key, count(*) AS n FROM lk_node_token WHERE position = ${position} GROUP BY key HAVING count(*) > 1) f USING (key)
WHERE t.position = ${position} GROUP BY t.source, f.n ORDER BY f.n, t.source`;
}

/**
 * Which two of surname, given name and birth date a rule joins and nothing else: how many nodes share such a
 * token tells a rare combination from a common one.
 */
export type Rarity = 'sg' | 'sd' | 'gd' | null;

function rarityOf({ levels }: SpaceRule): Rarity {
  const attributes = [...new Set(levels.map(attributeOf))].sort().join();
  if (attributes === 'given,surname' || levels.join() === 'surname.unordered') return 'sg';
  if (attributes === 'birthDate,surname') return 'sd';
  return attributes === 'birthDate,given' ? 'gd' : null;
}

/** Empty tables `lk_hit` (a, b, bits, rarity, n) and `lk_common` (nid, key, bits, rarity, n). */
export function hitTables(): readonly string[] {
  return [
    'CREATE OR REPLACE TEMP TABLE lk_hit (a INTEGER, b INTEGER, bits UBIGINT, rarity UTINYINT, n INTEGER)',
    'CREATE OR REPLACE TEMP TABLE lk_common (nid INTEGER, key UBIGINT, bits UBIGINT, rarity UTINYINT, n INTEGER)',
  ];
}

/** Adds the pairs of nodes that share a token of the rule, and sets values above the cap aside. */
export function hitInserts(rule: SpaceRule, cap: number): readonly string[] {
  const { position, levelBits } = rule;
  const rarity = ['sg', 'sd', 'gd'].indexOf(rarityOf(rule) ?? '') + 1;
  const shared = `shared AS MATERIALIZED (
  SELECT t.nid, t.unit, t.key, f.n FROM lk_node_token t
  JOIN (SELECT key, count(*) AS n FROM lk_node_token WHERE position = ${position} GROUP BY key HAVING count(*) > 1) f USING (key)
  WHERE t.position = ${position})`;
  return [
    `INSERT INTO lk_hit
WITH ${shared}
SELECT l.nid, r.nid, ${levelBits}::UBIGINT, ${rarity}, l.n
FROM shared l JOIN shared r ON l.key = r.key AND l.nid < r.nid AND l.unit <> r.unit
WHERE l.n <= ${cap} AND r.n <= ${cap}`,
    `INSERT INTO lk_common
WITH ${shared}
SELECT nid, key, ${levelBits}::UBIGINT, ${rarity}, n FROM shared WHERE n > ${cap}`,
  ];
}

/**
 * Table `lk_pair` (a, b, agreed, n_sg, n_sd, n_gd): candidate pairs, every level they agree at, and how many nodes
 * bear the rarest shared combination of surname and given name, surname and birth date, given name and birth date.
 * Common values count here too. Pairs that agree on surname and address alone are candidates as well: they are what
 * the household class is fitted to.
 */
export function pairTables(): readonly string[] {
  const figures = (source: string) =>
    `bit_or(${source}.bits) AS agreed, ${['sg', 'sd', 'gd']
      .map(
        (name, index) => `min(CASE WHEN ${source}.rarity = ${index + 1} THEN ${source}.n END) AS n_${name}`,
      )
      .join(', ')}`;
  return [
    `CREATE OR REPLACE TEMP TABLE lk_candidate AS
SELECT a, b, ${figures('h')} FROM lk_hit h GROUP BY a, b`,
    'DROP TABLE lk_hit',
    `CREATE OR REPLACE TEMP TABLE lk_pair AS
WITH common AS (
  SELECT c.a, c.b, ${figures('l')}
  FROM lk_candidate c JOIN lk_common l ON l.nid = c.a JOIN lk_common r ON r.nid = c.b AND r.key = l.key
  GROUP BY c.a, c.b)
SELECT c.a, c.b, c.agreed | coalesce(m.agreed, 0) AS agreed,
  coalesce(c.n_sg, m.n_sg) AS n_sg, coalesce(c.n_sd, m.n_sd) AS n_sd, coalesce(c.n_gd, m.n_gd) AS n_gd
FROM lk_candidate c LEFT JOIN common m ON m.a = c.a AND m.b = c.b`,
    'DROP TABLE lk_candidate',
    'DROP TABLE lk_common',
  ];
}
