import type { LinkSource, OrderedSources } from './link-source.ts';
import type { RuleSpace } from './rule-space.ts';

/** Of one source: how many subjects it has, and the sets of rules they have tokens of. */
export type SourceContent = {
  readonly subjects: number;
  /** Bits of a set of rules, in the order of the pack: two words of 64. */
  readonly emissions: readonly { readonly low: bigint; readonly high: bigint }[];
};

/**
 * The subjects of a run are numbered: those of the first source from 0, then those of the second, in the order of
 * their files. The number of a subject that is alone in its node is the number of the node.
 */
export type NumberedSource = LinkSource & {
  readonly index: number;
  readonly seriesIndex: number;
  readonly content: SourceContent;
  /** Number of its first subject. */
  readonly first: number;
  /** Its subjects may be joined to nodes before any weight is looked at; else each is a node of its own. */
  readonly isGrouped: boolean;
};

const REFERENCE = 'reference.exact';

/** Numbers are 32-bit integers. */
const MOST_SUBJECTS = 2 ** 31;

/** Numbers the subjects of all sources. @throws {RangeError} when there are more than two thousand million. */
export function numberSources(
  { sources, seriesOf }: OrderedSources,
  contents: readonly SourceContent[],
): readonly NumberedSource[] {
  let first = 0;
  const numbered = sources.map((source, index): NumberedSource => {
    const content = contents[index] ?? { subjects: 0, emissions: [] };
    const hasReferences = source.pack.rules.some(({ levels }) => levels.includes(REFERENCE));
    const isGrouped = hasReferences || !source.isOneRecordPerPerson;
    const at = first;
    first += content.subjects;
    return { ...source, index, seriesIndex: seriesOf[index] ?? 0, content, first: at, isGrouped };
  });
  if (first >= MOST_SUBJECTS) throw new RangeError('too many subjects in one run');
  return numbered;
}

/** -> one row for each set of rules a source has: `low, high, subjects`. */
export function emissionsOf({ relation }: LinkSource): string {
  return `SELECT emitted_low AS low, emitted_high AS high, count(*) AS subjects FROM ${relation} WHERE rule = 0
GROUP BY emitted_low, emitted_high ORDER BY emitted_low, emitted_high`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A set of rules in the numbering of the run, as a decimal literal. */
function inRun({ pack }: LinkSource, space: RuleSpace, { low, high }: { low: bigint; high: bigint }): bigint {
  const emitted = (high << 64n) | low;
  return pack.rules.reduce((mask, { code }, place) => {
    const position = space.rules.find((rule) => rule.code === code)?.position;
    const has = position !== undefined && (emitted & (1n << BigInt(place))) !== 0n;
    return has ? mask | (1n << BigInt(position)) : mask;
  }, 0n);
}

/** A relation of no rows where there is nothing to unite. */
function union(selects: readonly string[], columns: string): string {
  return selects.length === 0 ? `SELECT ${columns} WHERE false` : selects.join('\nUNION ALL\n');
}

/**
 * Tables `lk_source` (source, upload_id, series, organisation, carries, one_record) and `lk_mask` (source, low, high,
 * emitted); view `lk_subject` (source, number, subject_id, digest, emitted) over all sources. `carries`: under
 * others' references. `emitted`: a bit for each rule, by its position in the run.
 */
export function sourceTables(space: RuleSpace, sources: readonly NumberedSource[]): readonly string[] {
  const organisations = [...new Set(sources.map(({ organisation }) => organisation))];
  const rows = sources.map(
    ({ uploadId, organisation, isUnderOthersReferences, isOneRecordPerPerson, index, seriesIndex }) =>
      `(${index}::USMALLINT, ${literal(uploadId)}::UUID, ${seriesIndex}::USMALLINT,
        ${organisations.indexOf(organisation)}::USMALLINT, ${isUnderOthersReferences}, ${isOneRecordPerPerson})`,
  );
  const masks = sources.flatMap((source) =>
    source.content.emissions.map(
      (set) =>
        `(${source.index}::USMALLINT, ${set.low}::UBIGINT, ${set.high}::UBIGINT, ${inRun(source, space, set)}::UHUGEINT)`,
    ),
  );
  const subjects = sources.map(
    ({ relation, index, first }) =>
      `SELECT ${index}::USMALLINT AS source, (subject + ${first})::INTEGER AS number, subject_id, digest, emitted_low AS low, emitted_high AS high
FROM ${relation} WHERE rule = 0`,
  );
  return [
    `CREATE OR REPLACE TEMP TABLE lk_source (source, upload_id, series, organisation, carries, one_record) AS SELECT * FROM (VALUES ${rows.join(', ')})`,
    'CREATE OR REPLACE TEMP TABLE lk_mask (source USMALLINT, low UBIGINT, high UBIGINT, emitted UHUGEINT)',
    ...(masks.length === 0 ? [] : [`INSERT INTO lk_mask VALUES ${masks.join(', ')}`]),
    `CREATE OR REPLACE TEMP VIEW lk_subject AS
SELECT s.source, s.number, s.subject_id, s.digest, m.emitted
FROM (${union(subjects, '0::USMALLINT AS source, 0::INTEGER AS number, 0::UBIGINT AS subject_id, 0::UBIGINT AS digest, 0::UBIGINT AS low, 0::UBIGINT AS high')}) s
JOIN lk_mask m USING (source, low, high)`,
  ];
}

/** Candidate tokens of some sources under some rules, with the number of their subject: `source, number, rule, key`. */
export function keysOf(sources: readonly NumberedSource[], codes: readonly number[]): string {
  const selects = sources.flatMap((source) => {
    const emitted = source.pack.rules.filter(
      ({ code, role }) => role === 'candidate' && codes.includes(code),
    );
    if (emitted.length === 0) return [];
    return `SELECT ${source.index}::USMALLINT AS source, (subject + ${source.first})::INTEGER AS number, rule, key
FROM ${source.relation} WHERE rule IN (${emitted.map(({ code }) => code).join(', ')})`;
  });
  return union(
    selects,
    '0::USMALLINT AS source, 0::INTEGER AS number, 0::USMALLINT AS rule, 0::UBIGINT AS key',
  );
}

/** Bits of a tag's count in a word of counts, and of the words themselves: the layout of the vault's tag lists. */
const COUNT_BITS = 8;

/** SQL of how many tags a list has under the rule at a place. */
function countAt(place: number): string {
  return `((tags[${1 + (place >> 1)}] >> ${COUNT_BITS * (place % 2)}) & 255)::BIGINT`;
}

/**
 * Evidence tags of some sources under some rules, in the form of `keysOf`. Only for rules that few records are asked
 * for: a tag of two bytes is one in 65,536 other values as well.
 */
export function tagsOf(sources: readonly NumberedSource[], codes: readonly number[]): string {
  const selects = sources.flatMap((source) => {
    const evidence = source.pack.rules.filter(({ role }) => role === 'evidence');
    const words = Math.ceil(evidence.length / 2);
    return evidence.flatMap(({ code }, place) => {
      if (!codes.includes(code)) return [];
      const before = evidence.slice(0, place).map((_, index) => countAt(index));
      const begin = [`${words}`, ...before].join(' + ');
      return `SELECT ${source.index}::USMALLINT AS source, (subject + ${source.first})::INTEGER AS number, ${code}::USMALLINT AS rule,
  unnest(list_slice(tags, 1 + ${begin}, ${begin} + ${countAt(place)}))::UBIGINT AS key
FROM ${source.relation} WHERE rule = 0`;
    });
  });
  return union(
    selects,
    '0::USMALLINT AS source, 0::INTEGER AS number, 0::USMALLINT AS rule, 0::UBIGINT AS key',
  );
}
