import { attributeOf, type RuleSpace, type SpaceRule } from './rule-space.ts';
import { keysOf, type NumberedSource } from './source-sql.ts';

/**
 * Which two of surname, given name and birth date a rule joins and nothing else: how many nodes share such a
 * token tells a rare combination from a common one.
 */
type Rarity = 'sg' | 'sd' | 'gd' | null;

const RARITIES = ['sg', 'sd', 'gd'] as const;

function rarityOf({ levels }: SpaceRule): Rarity {
  const attributes = [...new Set(levels.map(attributeOf))].sort().join();
  if (attributes === 'given,surname' || levels.join() === 'surname.unordered') return 'sg';
  if (attributes === 'birthDate,surname') return 'sd';
  return attributes === 'birthDate,given' ? 'gd' : null;
}

/** A source with more than this share of the subjects that a rule could be of is looked at through the others' tokens. */
const DOMINANT = 0.6;

/** Candidate tokens of one rule by node: `nid, source, unit, key`, each once. */
function tokensOf(sources: readonly NumberedSource[], { code }: SpaceRule): string {
  const alone = sources.filter(({ isGrouped }) => !isGrouped);
  const grouped = sources.filter(({ isGrouped }) => isGrouped);
  return [
    `SELECT number AS nid, source, source::INTEGER AS unit, key FROM (${keysOf(alone, [code])})`,
    `SELECT DISTINCT g.nid, g.source, g.unit, t.key FROM (${keysOf(grouped, [code])}) t JOIN lk_grouped g USING (number) WHERE g.is_part`,
  ].join('\nUNION ALL\n');
}

/**
 * The same, of values that nodes of different files may share: where one file with one record a person outweighs all
 * others, only those of its values that the others have. It is read once, against a table as large as the others.
 */
function sharableTokens(sources: readonly NumberedSource[], rule: SpaceRule): string {
  const bearers = sources.filter(({ pack }) => pack.rules.some(({ code }) => code === rule.code));
  const all = bearers.reduce((sum, { content }) => sum + content.subjects, 0);
  const dominant = bearers.find(({ content, isGrouped }) => !isGrouped && content.subjects > DOMINANT * all);
  if (dominant === undefined) return tokensOf(bearers, rule);
  const others = tokensOf(
    bearers.filter((source) => source !== dominant),
    rule,
  );
  return `${others}
UNION ALL
SELECT t.* FROM (${tokensOf([dominant], rule)}) t SEMI JOIN (${others}) o USING (key)`;
}

/**
 * Tables `lk_hit` (a, b, bits, position, n): pairs of nodes that share a value; `lk_two` (position, source, n,
 * nodes): how many of them there are of two nodes; `lk_many` (position, nid, source, unit, key, n): nodes that share a
 * value with more than one other node. Empty.
 */
export function hitTables(): readonly string[] {
  return [
    'CREATE OR REPLACE TEMP TABLE lk_hit (a INTEGER, b INTEGER, bits UBIGINT, position UTINYINT, n INTEGER)',
    'CREATE OR REPLACE TEMP TABLE lk_two (position UTINYINT, source USMALLINT, n INTEGER, nodes BIGINT)',
    'CREATE OR REPLACE TEMP TABLE lk_many (position UTINYINT, nid INTEGER, source USMALLINT, unit INTEGER, key UBIGINT, n INTEGER)',
  ];
}

/** Whether anybody could share a value of the rule with somebody else. */
export function isSharable(sources: readonly NumberedSource[], { code, role }: SpaceRule): boolean {
  const bearers = sources.filter(({ pack }) => pack.rules.some((rule) => rule.code === code));
  return role === 'candidate' && (bearers.length > 1 || bearers.some(({ isGrouped }) => isGrouped));
}

/** SQL of the source of a node that is a subject of its own: numbers of a source lie together. */
function sourceOf(nid: string, sources: readonly NumberedSource[]): string {
  const later = sources.filter(({ first }) => first > 0).toReversed();
  const cases = later.map(({ first, index }) => `WHEN ${nid} >= ${first} THEN ${index}::USMALLINT`);
  return cases.length === 0 ? '0::USMALLINT' : `CASE ${cases.join(' ')} ELSE 0::USMALLINT END`;
}

/**
 * Values that nodes of different units share: `key, n, a, b, s, t`, smallest and largest node with their sources. Where
 * nodes are subjects of their own the source, which is the unit, follows from the number; else it is carried along.
 */
function sharedValues(sources: readonly NumberedSource[], rule: SpaceRule): string {
  const tokens = sharableTokens(sources, rule);
  const hasGroups = sources.some(
    ({ isGrouped, pack }) => isGrouped && pack.rules.some(({ code }) => code === rule.code),
  );
  if (hasGroups) {
    return `SELECT key, count(*)::INTEGER AS n, min(nid) AS a, max(nid) AS b, min(source) AS s, max(source) AS t FROM (${tokens})
GROUP BY key HAVING min(unit) <> max(unit)`;
  }
  return `SELECT * FROM (
  SELECT key, n, a, b, ${sourceOf('a', sources)} AS s, ${sourceOf('b', sources)} AS t FROM (
    SELECT key, count(*)::INTEGER AS n, min(nid) AS a, max(nid) AS b FROM (${tokens}) GROUP BY key HAVING count(*) > 1))
WHERE s <> t`;
}

/**
 * Table `lk_block`: values of one rule that nodes of different units share. Two nodes make a hit at once; more are set
 * aside by `manyInsert` until it is known how many pairs they would make.
 */
export function blockTables(sources: readonly NumberedSource[], rule: SpaceRule): readonly string[] {
  const { position, levelBits } = rule;
  return [
    `CREATE OR REPLACE TEMP TABLE lk_block AS ${sharedValues(sources, rule)}`,
    `INSERT INTO lk_hit SELECT a, b, ${levelBits}::UBIGINT, ${position}, 2 FROM lk_block WHERE n = 2`,
    `INSERT INTO lk_two SELECT ${position}, unnest([s, t]), 2, nodes FROM (SELECT s, t, count(*) AS nodes FROM lk_block WHERE n = 2 GROUP BY s, t)`,
  ];
}

/** -> `nodes`: most nodes that share one value of the rule that `blockTables` looked at last. */
export function largestBlockOf(): string {
  return 'SELECT coalesce(max(n), 0) AS nodes FROM lk_block';
}

/** Sets the nodes aside that share a value with several. */
export function manyInsert(sources: readonly NumberedSource[], rule: SpaceRule): string {
  return `INSERT INTO lk_many
SELECT ${rule.position}, t.nid, t.source, t.unit, key, b.n
FROM (${sharableTokens(sources, rule)}) t JOIN (SELECT key, n FROM lk_block WHERE n > 2) b USING (key)`;
}

/** Nodes that share a value, by rule, source and by how many share it: `position, source, n, nodes`. */
export function blockSizes(): string {
  return `SELECT position, source, n, sum(nodes)::BIGINT AS nodes FROM (
  SELECT position, source, n, count(*) AS nodes FROM lk_many GROUP BY position, source, n
  UNION ALL SELECT position, source, n, nodes FROM lk_two)
GROUP BY position, source, n ORDER BY position, n, source`;
}

/** Adds the pairs of nodes that share a value of the rule with several. */
export function hitInserts({ position, levelBits }: SpaceRule, cap: number): readonly string[] {
  if (cap < 3) return [];
  return [
    `INSERT INTO lk_hit
SELECT l.nid, r.nid, ${levelBits}::UBIGINT, ${position}, l.n
FROM lk_many l JOIN lk_many r ON l.key = r.key AND l.nid < r.nid AND l.unit <> r.unit
WHERE l.position = ${position} AND r.position = ${position} AND l.n <= ${cap} AND r.n <= ${cap}`,
  ];
}

/**
 * Table `lk_candidate` (a, b, agreed, n_sg, n_sd, n_gd, lone, n): the pairs that rules propose, every level they agree at, how
 * many nodes bear the rarest shared combination of surname and given name, surname and birth date, given name and birth
 * date, and of a pair that one rule alone proposes its position and how many nodes share the value. Values of two
 * nodes under a rule whose cap (`caps`, by position) is below two count too, but propose no pair.
 */
export function candidateTable({ rules }: RuleSpace, caps: ReadonlyMap<number, number>): readonly string[] {
  const silent = [...caps].filter(([, cap]) => cap < 2).map(([position]) => position);
  const proposed = silent.length === 0 ? '' : ` HAVING bool_or(position NOT IN (${silent.join(', ')}))`;
  return [
    `CREATE OR REPLACE TEMP TABLE lk_candidate AS
SELECT a, b, bit_or(bits) AS agreed, ${rarityFigures(rules)},
  CASE WHEN min(position) = max(position) THEN min(position) END AS lone, min(n) AS n
FROM lk_hit GROUP BY a, b${proposed}`,
    'DROP TABLE lk_hit',
  ];
}

/** Pairs that one rule alone proposes, by how many nodes share their value: `position, n, pairs`. */
export function loneSizes(): string {
  return `SELECT lone AS position, n, count(*) AS pairs FROM lk_candidate WHERE lone IS NOT NULL
GROUP BY lone, n ORDER BY lone, n`;
}

/**
 * Table `lk_pair` (a, b, agreed, n_sg, n_sd, n_gd) of `lk_candidate`, without the pairs that one rule alone proposes by a
 * value above its cap (`loneCaps`, by position). Values above the cap of their rule (`caps`) propose nothing, but count here
 * too. Pairs that agree on surname and address alone are candidates as well: they are what the household class is
 * fitted to. Pairs of one node lie together, as they do in every table made of this one: what is looked up of it is then at
 * hand for all of them.
 */
export function pairTables(
  { rules }: RuleSpace,
  caps: ReadonlyMap<number, number>,
  loneCaps: ReadonlyMap<number, number>,
): readonly string[] {
  const tooCommon = [...loneCaps].map(([position, cap]) => `(lone = ${position} AND n > ${cap})`);
  const kept =
    tooCommon.length === 0
      ? 'lk_candidate'
      : `(SELECT a, b, agreed, n_sg, n_sd, n_gd FROM lk_candidate WHERE lone IS NULL OR NOT (${tooCommon.join(' OR ')}))`;
  const aboveCap = rules
    .filter(({ position }) => caps.has(position))
    .map(
      ({ position, levelBits }) => `(${position}::UTINYINT, ${levelBits}::UBIGINT, ${caps.get(position)})`,
    );
  if (aboveCap.length === 0)
    return [
      `CREATE OR REPLACE TEMP TABLE lk_pair AS SELECT a, b, agreed, n_sg, n_sd, n_gd FROM ${kept} ORDER BY a`,
      'DROP TABLE lk_candidate',
      'DROP TABLE lk_many',
    ];
  return [
    `CREATE OR REPLACE TEMP TABLE lk_common AS
SELECT m.nid, m.key, m.position, c.bits, m.n FROM lk_many m JOIN (VALUES ${aboveCap.join(', ')}) c(position, bits, cap) USING (position) WHERE m.n > c.cap`,
    'DROP TABLE lk_many',
    `CREATE OR REPLACE TEMP TABLE lk_pair AS
WITH kept AS MATERIALIZED (SELECT a, b, agreed, n_sg, n_sd, n_gd FROM ${kept}), common AS (
  SELECT a, b, bit_or(bits) AS agreed, ${rarityFigures(rules)} FROM (
    SELECT c.a, c.b, l.bits, l.position, l.n
    FROM kept c JOIN lk_common l ON l.nid = c.a JOIN lk_common r ON r.nid = c.b AND r.key = l.key)
  GROUP BY a, b)
SELECT c.a, c.b, c.agreed | coalesce(m.agreed, 0) AS agreed,
  coalesce(c.n_sg, m.n_sg) AS n_sg, coalesce(c.n_sd, m.n_sd) AS n_sd, coalesce(c.n_gd, m.n_gd) AS n_gd
FROM kept c LEFT JOIN common m ON m.a = c.a AND m.b = c.b ORDER BY c.a`,
    'DROP TABLE lk_candidate',
    'DROP TABLE lk_common',
  ];
}

/** Columns n_sg, n_sd and n_gd over rows with `position` and `n`. */
function rarityFigures(rules: readonly SpaceRule[]): string {
  return RARITIES.map((rarity) => {
    const positions = rules.filter((rule) => rarityOf(rule) === rarity).map(({ position }) => position);
    return positions.length === 0
      ? `NULL::INTEGER AS n_${rarity}`
      : `min(CASE WHEN position IN (${positions.join(', ')}) THEN n END) AS n_${rarity}`;
  }).join(', ');
}
