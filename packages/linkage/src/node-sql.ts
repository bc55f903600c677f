import type { RuleSpace, SpaceRule } from './rule-space.ts';
import { maskOf } from './rule-space.ts';
import { keysOf, type NumberedSource, tagsOf } from './source-sql.ts';
import { vouchedTable } from './vouched-sql.ts';

/** Whether a token of this rule, taken with all others of its record, names one person: an SSN with a name. */
function isConclusive({ levels }: SpaceRule): boolean {
  return levels.includes('ssn.nine') && levels.some((level) => /^(surname|given)\./.test(level));
}

function isReference({ levels }: SpaceRule): boolean {
  return levels.includes('reference.exact');
}

/**
 * Rules of two names and of nothing else, neither surname nor given name cut to its start or its sound. People marry,
 * so a given name and a middle initial will do.
 */
function isTwoNames({ levels }: SpaceRule): boolean {
  const whole = /^(surname|given)\.(part|root|oneDeletion|unordered)$/;
  return levels.every((level) => level === 'middle.initial' || whole.test(level));
}

function emitted(mask: bigint): string {
  return `((emitted & ${mask}::UHUGEINT) <> 0)`;
}

function codesOf({ rules }: RuleSpace, isWanted: (rule: SpaceRule) => boolean): readonly number[] {
  return rules.filter(isWanted).map(({ code }) => code);
}

/**
 * Tables `lk_grouped` (number, file, nid, source, unit, is_part) of the subjects of grouped sources, `lk_group` (nid, source,
 * series, emitted, units, unit) of their nodes, and the view `lk_member` (source, subject_id, nid) of all subjects.
 *
 * A node is what the linker decides about: usually one subject; all subjects of one organisation under one
 * record reference, and those of a clearinghouse that answers under it (see `vouchedTable`); all subjects of one
 * series with identical tokens of an SSN and a name (a person's lines in forty wage files are one node). Nodes of
 * one `unit` are records of a file with one record per person and are never compared; `units` is the set of such
 * files a node has a record in. Of subjects with the same tokens in one node only the first is a part.
 *
 * A node has the smallest number of its subjects, and subjects are numbered by what they are, so that neither row
 * order nor random subject ids decide. Sources of one record a person and without references are not touched at all.
 */
export function nodeTables(space: RuleSpace, sources: readonly NumberedSource[]): readonly string[] {
  const grouped = sources.filter(({ isGrouped }) => isGrouped);
  const alone = sources.filter(({ isGrouped }) => !isGrouped);
  const conclusive = maskOf(space, isConclusive);
  const ownNumber = `${emitted(conclusive)} AND NOT one_record`;
  const isOf = (some: readonly NumberedSource[]) =>
    some.length === 0 ? 'false' : `s.source IN (${some.map(({ index }) => index).join(', ')})`;
  return [
    `CREATE OR REPLACE TEMP TABLE lk_subject_of_group AS
SELECT s.source, s.number, s.digest, s.emitted, o.series, o.organisation, o.carries, o.one_record, r.reference
FROM lk_subject s JOIN lk_source o USING (source)
LEFT JOIN (SELECT number, min(key) AS reference FROM (${keysOf(grouped, codesOf(space, isReference))}) GROUP BY number) r USING (number)
WHERE ${isOf(grouped)}`,
    ...vouchedTable(
      `${keysOf(grouped, codesOf(space, isTwoNames))}\nUNION ALL\n${tagsOf(grouped, codesOf(space, isTwoNames))}`,
    ),
    `CREATE OR REPLACE TEMP TABLE lk_keyed AS
SELECT source, number, series, one_record, emitted, digest,
  CASE WHEN reference IS NOT NULL THEN 0 WHEN ${ownNumber} THEN 1 ELSE 2 END AS kind,
  CASE WHEN reference IS NOT NULL THEN reference WHEN ${ownNumber} THEN digest ELSE number::UBIGINT END AS key,
  CASE WHEN reference IS NOT NULL THEN coalesce(v.owner, organisation) WHEN ${ownNumber} THEN series ELSE 0 END AS party
FROM lk_subject_of_group LEFT JOIN lk_vouched v USING (organisation, reference)`,
    `CREATE OR REPLACE TEMP TABLE lk_group AS
SELECT min(number) AS nid, kind, key, party, min(source) AS source, min(series) AS series, bit_or(emitted) AS emitted,
  bit_or(CASE WHEN one_record AND source < 64 THEN 1::UBIGINT << source::UBIGINT ELSE 0 END) AS units,
  coalesce(min(CASE WHEN one_record THEN source::INTEGER END), -1 - min(number)) AS unit
FROM lk_keyed GROUP BY kind, key, party`,
    `CREATE OR REPLACE TEMP TABLE lk_grouped AS
SELECT k.number, k.source AS file, g.nid, g.source, g.unit, k.number = min(k.number) OVER (PARTITION BY g.nid, k.digest) AS is_part
FROM lk_keyed k JOIN lk_group g USING (kind, key, party) WHERE kind = 0
UNION ALL
SELECT k.number, k.source, g.nid, g.source, g.unit, k.number = g.nid
FROM lk_keyed k JOIN lk_group g USING (kind, key, party) WHERE kind > 0`,
    'DROP TABLE lk_keyed',
    'DROP TABLE lk_subject_of_group',
    'DROP TABLE lk_vouched',
    `CREATE OR REPLACE TEMP VIEW lk_member AS
SELECT s.source, s.subject_id, s.number AS nid FROM lk_subject s WHERE ${isOf(alone)}
UNION ALL
SELECT s.source, s.subject_id, g.nid FROM lk_subject s JOIN lk_grouped g USING (number) WHERE ${isOf(grouped)}`,
  ];
}

/** -> nodes by source and unit: `source, series, unit, nodes`; units below 0 are nodes that any other may meet. */
export function nodeCounts(sources: readonly NumberedSource[]): string {
  const alone = sources.filter(({ isGrouped }) => !isGrouped);
  return [
    'SELECT source::INTEGER AS source, series::INTEGER AS series, unit, count(*) AS nodes FROM lk_group WHERE unit >= 0 GROUP BY source, series, unit',
    'SELECT source::INTEGER, series::INTEGER, -1, count(*) FROM lk_group WHERE unit < 0 GROUP BY source, series',
    ...alone.map(
      ({ index, seriesIndex, content }) => `SELECT ${index}, ${seriesIndex}, ${index}, ${content.subjects}`,
    ),
  ].join('\nUNION ALL\n');
}
