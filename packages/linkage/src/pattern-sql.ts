import type { Attribute, KnownLevel } from '@credlink/tokens';
import { IMPLIED_LEVELS, LEVELS } from '@credlink/tokens';
import { cascadeStep } from './cascade-sql.ts';
import { isPairOf, type SlotRange } from './paired-node-sql.ts';
import { DIFFERS, MISSING, OUTCOME_VALUES, type PatternCount, SCORED } from './pattern.ts';
import {
  anchorBits,
  anchorsOf,
  attributeOf,
  bitOf,
  closedBits,
  maskOf,
  type RuleSpace,
} from './rule-space.ts';

function usedLevels(space: RuleSpace): ReadonlySet<KnownLevel> {
  return new Set(space.rules.flatMap((rule) => rule.levels));
}

/** SQL of the agreed levels of a combination with everything they imply. */
export function closure(space: RuleSpace): string {
  const used = usedLevels(space);
  const cases = [...used]
    .filter((level) => IMPLIED_LEVELS[level] !== undefined)
    .map(
      (level) =>
        `(CASE WHEN (agreed & ${bitOf(level)}::UBIGINT) <> 0 THEN ${closedBits(level)}::UBIGINT ELSE 0::UBIGINT END)`,
    );
  return ['agreed', ...cases].join(' | ');
}

function isOfTagsAlone({ rules }: RuleSpace, attribute: Attribute): boolean {
  return !rules.some(
    ({ role, levels }) => role === 'candidate' && levels.some((level) => attributeOf(level) === attribute),
  );
}

/** Bits of the levels by which tags of attributes that nothing but tags has are believed. */
function tellingOfTags(space: RuleSpace): bigint {
  return space.rules
    .filter(
      ({ role, levels }) =>
        role === 'evidence' && levels.some((level) => isOfTagsAlone(space, attributeOf(level))),
    )
    .reduce((bits, { levels }) => bits | anchorBits(levels), 0n);
}

/**
 * An attribute differs only where agreement could have been seen: some rule that both nodes emitted joins it to
 * another attribute, and at that rule's level the other attribute does agree. Tags are looked at only where candidate
 * tokens told of an anchor (column `told`). Of an attribute that nothing but tags has, the middle name, nothing is known
 * elsewhere; for the others it is not asked, since candidate tokens, which are always looked at, bear on them too.
 */
function couldBeSeen(space: RuleSpace, attribute: Attribute): string {
  const isOfTags = isOfTagsAlone(space, attribute);
  const anchors = new Map<string, { others: readonly KnownLevel[]; looked: bigint | null; mask: bigint }>();
  for (const rule of space.rules) {
    const others = rule.levels.filter((level) => attributeOf(level) !== attribute);
    if (others.length === rule.levels.length || others.length === 0) continue;
    // A tag that is believed by this attribute alone never shows that it differs.
    if (rule.role === 'evidence' && !anchorsOf(rule.levels).some((level) => others.includes(level))) continue;
    const looked = isOfTags && rule.role === 'evidence' ? anchorBits(rule.levels) : null;
    const key = `${others.join()}/${looked}`;
    const mask = maskOf(space, ({ code }) => code === rule.code);
    anchors.set(key, { others, looked, mask: mask | (anchors.get(key)?.mask ?? 0n) });
  }
  const conditions = [...anchors.values()].map(({ others, looked, mask }) => {
    const bits = others.reduce((all, level) => all | bitOf(level), 0n);
    const isLooked = looked === null ? '' : `(told & ${looked}::UBIGINT) <> 0 AND `;
    return `(${isLooked}(closed & ${bits}::UBIGINT) = ${bits}::UBIGINT AND (comparable & ${mask}::UHUGEINT) <> 0)`;
  });
  return conditions.length === 0 ? 'false' : conditions.join(' OR ');
}

function has(level: KnownLevel): string {
  return `(closed & ${bitOf(level)}::UBIGINT) <> 0`;
}

/**
 * `surname.either` and its sound agree whenever any two names do; they say something of its own, that surname and given name
 * changed places, only where neither agrees in its own place.
 */
function agreesAt(level: KnownLevel): string {
  if (level !== 'surname.either' && level !== 'surname.eitherSound') return `(${has(level)})`;
  return `(${has(level)} AND NOT (${has('given.root')} OR ${has('surname.soundex')} OR ${has('given.soundex')}))`;
}

/** Whether surname and given name changed places: the given name then has nothing to be compared with. */
function namesChangedPlaces(): string {
  return `(${has('surname.unordered')} OR ${agreesAt('surname.either')} OR ${agreesAt('surname.eitherSound')})`;
}

function outcome(space: RuleSpace, attribute: Attribute): string {
  const used = usedLevels(space);
  const levels: readonly KnownLevel[] = LEVELS[attribute];
  const cases = levels
    .map((level, index) => ({ level, value: index + 1 }))
    .filter(({ level }) => used.has(level))
    .map(({ level, value }) => `WHEN ${agreesAt(level)} THEN ${value}`);
  if (cases.length === 0) return `${MISSING}`;
  const differs = `${couldBeSeen(space, attribute)}`;
  const isKnown = attribute === 'given' ? `NOT ${namesChangedPlaces()} AND (${differs})` : differs;
  return `CASE ${cases.join(' ')} WHEN ${isKnown} THEN ${DIFFERS} ELSE ${MISSING} END`;
}

/**
 * Table `lk_compared` (a, b, pair_type, agreed, told, comparable, name_bucket), and the statements that fill it, one for each
 * pair of ranges. `evidence` is an SQL function of two slots in these ranges and of what is known to agree: the levels
 * their evidence tags agree at. `told`: of what candidate tokens say agrees, as much as the outcomes ask for.
 */
export function comparedTable(): string {
  return 'CREATE OR REPLACE TEMP TABLE lk_compared (a INTEGER, b INTEGER, pair_type INTEGER, agreed UBIGINT, told UBIGINT, comparable UHUGEINT, name_bucket SMALLINT)';
}

export function comparedInsert(
  space: RuleSpace,
  seriesCount: number,
  evidence: string | null,
  ranges: readonly [SlotRange, SlotRange] | null,
): string {
  const agrees = (attribute: Attribute) =>
    `(agreed & ${LEVELS[attribute].reduce((bits, level) => bits | bitOf(level), 0n)}::UBIGINT) <> 0`;
  const rarest = `CASE WHEN ${agrees('surname')} AND (${agrees('given')} OR n_sg IS NOT NULL) THEN n_sg
    WHEN ${agrees('surname')} AND ${agrees('birthDate')} THEN n_sd
    WHEN ${agrees('given')} AND ${agrees('birthDate')} THEN n_gd END`;
  const agreed = evidence === null ? 'p.agreed' : `p.agreed | ${evidence}(x.slot, y.slot, p.agreed)`;
  return `INSERT INTO lk_compared
SELECT a, b, pair_type, agreed, told, comparable, coalesce(floor(2 * log2(${rarest})), -1)::SMALLINT FROM (
  SELECT p.a, p.b, (x.series * ${seriesCount} + y.series)::INTEGER AS pair_type, ${agreed} AS agreed, p.agreed & ${tellingOfTags(space)}::UBIGINT AS told,
    x.emitted & y.emitted AS comparable, p.n_sg, p.n_sd, p.n_gd
  FROM lk_pair p JOIN lk_node x ON x.nid = p.a JOIN lk_node y ON y.nid = p.b${
    ranges === null
      ? ''
      : `
  WHERE ${isPairOf(...ranges)}`
  })`;
}

/**
 * Tables `lk_combo` (combo, pair_type, agreed, told, comparable, name_bucket, pairs, step, pattern) and `lk_scored`
 * (a, b, combo) of `lk_compared`: each distinct combination is folded once. `pair_type` is series of a x number of series + series
 * of b; `name_bucket` is twice the binary logarithm of how many nodes bear the shared combination of two of
 * surname, given name and birth date, or -1.
 */
export function patternTables(space: RuleSpace): readonly string[] {
  const pattern = SCORED.map(
    (attribute, index) => `(${outcome(space, attribute)})::BIGINT * ${OUTCOME_VALUES ** index}`,
  );
  return [
    'DROP TABLE lk_pair',
    `CREATE OR REPLACE TEMP TABLE lk_combo AS
SELECT row_number() OVER (ORDER BY pair_type, agreed, told, comparable, name_bucket)::INTEGER AS combo,
  pair_type, agreed, told, comparable, name_bucket, pairs, ${cascadeStep()} AS step, ${pattern.join('\n  + ')} AS pattern
FROM (
  SELECT pair_type, agreed, told, comparable, name_bucket, count(*) AS pairs, ${closure(space)} AS closed
  FROM lk_compared GROUP BY pair_type, agreed, told, comparable, name_bucket)`,
    `CREATE OR REPLACE TEMP TABLE lk_scored AS
SELECT c.a, c.b, k.combo
FROM lk_compared c JOIN lk_combo k USING (pair_type, agreed, told, comparable, name_bucket)`,
    'DROP TABLE lk_compared',
  ];
}

/** Counts of patterns: pair_type, pattern, name_bucket, pairs. The only figures of a run that reach the model. */
export function patternCounts(): string {
  return `SELECT pair_type, pattern, name_bucket, sum(pairs)::BIGINT AS pairs FROM lk_combo
GROUP BY pair_type, pattern, name_bucket ORDER BY pair_type, pattern, name_bucket`;
}

/** Tables `lk_weight` (pair_type, pattern, name_bucket, weight), empty, and after it is filled `lk_link`. */
export function weightTable(): string {
  return 'CREATE OR REPLACE TEMP TABLE lk_weight (pair_type INTEGER, pattern BIGINT, name_bucket SMALLINT, weight DOUBLE)';
}

/** Rows of a statement: keeps the text of one INSERT small. */
const ROWS_PER_INSERT = 5000;

/** Statements that fill `lk_weight`; weights are natural log odds. */
export function weightInserts(
  counts: readonly PatternCount[],
  logOdds: readonly number[],
): readonly string[] {
  const rows = counts.map(
    ({ pairType, pattern, nameBucket }, index) =>
      `(${pairType}, ${pattern}::BIGINT, ${nameBucket}, ${(logOdds[index] ?? 0).toFixed(6)}::DOUBLE)`,
  );
  const statements: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    statements.push(`INSERT INTO lk_weight VALUES ${rows.slice(start, start + ROWS_PER_INSERT).join(', ')}`);
  }
  return statements;
}

/**
 * Table `lk_link` (a, b, pair_type, weight, posterior, combo): every candidate pair with its weight. What is asked of a pair's
 * pattern goes by `combo`: joining a table of pairs to another one costs more than all patterns.
 */
export function linkTable(): string {
  return `CREATE OR REPLACE TEMP TABLE lk_link AS
SELECT s.a, s.b, k.pair_type, w.weight, 1 / (1 + exp(-w.weight)) AS posterior, s.combo
FROM lk_scored s JOIN lk_combo k USING (combo)
JOIN lk_weight w ON w.pair_type = k.pair_type AND w.pattern = k.pattern AND w.name_bucket = k.name_bucket`;
}
