import { attributeOf, type RuleSpace, type SpaceRule } from './rule-space.ts';
import { keysOf, type NumberedSource } from './source-sql.ts';

/**
 * Which two of surname, given name and birth date a rule joins and nothing else: how many nodes share such a
 * token tells a rare combination from a common one.
 */
export type Rarity = 'sg' | 'sd' | 'gd' | null;

const RARITIES = ['sg', 'sd', 'gd'] as const;

export function rarityOf({ levels }: SpaceRule): Rarity {
  const attributes = [...new Set(levels.map(attributeOf))].sort().join();
  if (attributes === 'given,surname' || levels.join() === 'surname.unordered') return 'sg';
  if (attributes === 'birthDate,surname') return 'sd';
  return attributes === 'birthDate,given' ? 'gd' : null;
}

/** A source with more than this share of the subjects that a rule could be of is looked at through the others' tokens. */
const DOMINANT = 0.6;

/** Candidate tokens of one rule by node: `nid, key`, each once. */
function tokensOf(sources: readonly NumberedSource[], { code }: SpaceRule): string {
  const alone = sources.filter(({ isGrouped }) => !isGrouped);
  const grouped = sources.filter(({ isGrouped }) => isGrouped);
  return [
    `SELECT number AS nid, key FROM (${keysOf(alone, [code])})`,
    `SELECT DISTINCT g.nid, t.key FROM (${keysOf(grouped, [code])}) t JOIN lk_grouped g USING (number) WHERE g.is_part`,
  ].join('\nUNION ALL\n');
}

/** The sources that have a rule: where one file with one record a person outweighs all others, that one apart. */
function bearersOf(
  sources: readonly NumberedSource[],
  { code }: SpaceRule,
): { others: readonly NumberedSource[]; dominant: NumberedSource | null } {
  const bearers = sources.filter(({ pack }) => pack.rules.some((rule) => rule.code === code));
  const all = bearers.reduce((sum, { content }) => sum + content.subjects, 0);
  const dominant = bearers.find(({ content, isGrouped }) => !isGrouped && content.subjects > DOMINANT * all);
  return { others: bearers.filter((source) => source !== dominant), dominant: dominant ?? null };
}

/** A slice of all values: keys are as random in any bit as in any other. @param of a power of two, 65,536 at most */
export type ValueSlice = { readonly slice: number; readonly of: number };

/** Bits of a key that tell its slice; `sharedValues` goes by others. */
const SLICE_SHIFT = 32;

/**
 * -> values of one rule that nodes of different units may share, each once a node: `nid, key`. Of a dominant file only
 * those that the others have: it is read once, against a table as large as the others.
 */
export function sharableValues(
  sources: readonly NumberedSource[],
  rule: SpaceRule,
  { slice, of }: ValueSlice,
): string {
  const { others, dominant } = bearersOf(sources, rule);
  const isOfSlice = of === 1 ? '' : ` WHERE ((key >> ${SLICE_SHIFT}) & ${of - 1}) = ${slice}`;
  const ofOthers = `SELECT nid, key FROM (${tokensOf(others, rule)})${isOfSlice}`;
  if (dominant === null) return ofOthers;
  return `${ofOthers}
UNION ALL
SELECT t.nid, t.key FROM (${tokensOf([dominant], rule)}) t SEMI JOIN (${ofOthers}) o USING (key)`;
}

/** -> how many candidate tokens each source has: `source, rule, tokens`. */
export function tokenCounts(sources: readonly NumberedSource[]): string {
  return sources
    .map(
      ({ index, relation }) =>
        `SELECT ${index}::INTEGER AS source, rule, count(*) AS tokens FROM ${relation} WHERE rule > 0 GROUP BY rule`,
    )
    .join('\nUNION ALL\n');
}

/** How many values are expected of `sharableValues`: of a dominant file no more than the others have. @param countOf tokens of a source */
export function expectedValues(
  sources: readonly NumberedSource[],
  rule: SpaceRule,
  countOf: (source: number) => number,
): number {
  const { others, dominant } = bearersOf(sources, rule);
  const tokens = others.reduce((sum, { index }) => sum + countOf(index), 0);
  return dominant === null ? tokens : 2 * tokens;
}

/** -> unit and source of every node that subjects were joined to: `nid, unit, source`. */
export function groupedNodes(): string {
  return 'SELECT nid, unit, source::INTEGER AS source FROM lk_group';
}

/**
 * Tables `lk_candidate` (a, b, agreed, n_sg, n_sd, n_gd): the pairs that rules propose, every level they agree at, and how
 * many nodes bear the rarest shared combination of surname and given name, surname and birth date, given name and birth
 * date, 0 where they share none; `lk_many` (position, nid, key, n): nodes that share a value with so many that it proposes
 * no pair. Empty.
 */
export function candidateTables(): readonly string[] {
  return [
    'CREATE OR REPLACE TEMP TABLE lk_candidate (a INTEGER, b INTEGER, agreed UBIGINT, n_sg INTEGER, n_sd INTEGER, n_gd INTEGER)',
    'CREATE OR REPLACE TEMP TABLE lk_many (position UTINYINT, nid INTEGER, key UBIGINT, n INTEGER)',
  ];
}

/** Takes back what one rule has put into `lk_many`. */
export function withdrawMany({ position }: SpaceRule): string {
  return `DELETE FROM lk_many WHERE position = ${position}`;
}

/** Whether anybody could share a value of the rule with somebody else. */
export function isSharable(sources: readonly NumberedSource[], { code, role }: SpaceRule): boolean {
  const bearers = sources.filter(({ pack }) => pack.rules.some((rule) => rule.code === code));
  return role === 'candidate' && (bearers.length > 1 || bearers.some(({ isGrouped }) => isGrouped));
}

/**
 * Table `lk_pair` (a, b, agreed, n_sg, n_sd, n_gd) of `lk_candidate`. Values above the cap of their rule (`caps`, by position)
 * propose nothing, but count here too. Pairs that agree on surname and address alone are candidates as well: they are
 * what the household class is fitted to. Pairs of one node lie together, as they do in every table made of this one: what
 * is looked up of it is then at hand for all of them.
 */
export function pairTables({ rules }: RuleSpace, caps: ReadonlyMap<number, number>): readonly string[] {
  const figures = 'nullif(c.n_sg, 0) AS n_sg, nullif(c.n_sd, 0) AS n_sd, nullif(c.n_gd, 0) AS n_gd';
  const aboveCap = rules
    .filter(({ position }) => caps.has(position))
    .map(
      ({ position, levelBits }) => `(${position}::UTINYINT, ${levelBits}::UBIGINT, ${caps.get(position)})`,
    );
  if (aboveCap.length === 0)
    return [
      `CREATE OR REPLACE TEMP TABLE lk_pair AS SELECT c.a, c.b, c.agreed, ${figures} FROM lk_candidate c ORDER BY c.a`,
      'DROP TABLE lk_candidate',
      'DROP TABLE lk_many',
    ];
  return [
    `CREATE OR REPLACE TEMP TABLE lk_common AS
SELECT m.nid, m.key, m.position, c.bits, m.n FROM lk_many m JOIN (VALUES ${aboveCap.join(', ')}) c(position, bits, cap) USING (position) WHERE m.n > c.cap`,
    'DROP TABLE lk_many',
    `CREATE OR REPLACE TEMP TABLE lk_pair AS
WITH kept AS (SELECT c.a, c.b, c.agreed, ${figures} FROM lk_candidate c), common AS (
  SELECT a, b, bit_or(bits) AS agreed, ${rarityFigures(rules)} FROM (
    SELECT c.a, c.b, l.bits, l.position, l.n
    FROM lk_candidate c JOIN lk_common l ON l.nid = c.a JOIN lk_common r ON r.nid = c.b AND r.key = l.key)
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
