import type { OrderedSources } from './link-source.ts';
import type { RuleSpace, SpaceRule } from './rule-space.ts';
import { maskOf } from './rule-space.ts';
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

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function emitted(mask: bigint): string {
  return `((emitted & ${mask}::UHUGEINT) <> 0)`;
}

/**
 * Tables `lk_rule` (rule, position, bits), `lk_source` (source, upload_id, series, organisation, carries, one_record)
 * and the view `lk_token` (source, subject_id, rule, token) over all sources. `carries`: under others' references.
 */
export function sourceTables(space: RuleSpace, { sources, seriesOf }: OrderedSources): readonly string[] {
  const rules = space.rules.map(
    ({ code, position, levelBits }) => `(${code}::USMALLINT, ${position}::UTINYINT, ${levelBits}::UBIGINT)`,
  );
  const organisations = [...new Set(sources.map(({ organisation }) => organisation))];
  const rows = sources.map(
    ({ uploadId, organisation, isUnderOthersReferences, isOneRecordPerPerson }, index) =>
      `(${index}::USMALLINT, ${literal(uploadId)}::UUID, ${seriesOf[index]}::USMALLINT,
        ${organisations.indexOf(organisation)}::USMALLINT, ${isUnderOthersReferences}, ${isOneRecordPerPerson})`,
  );
  const tokens = sources.map(
    ({ relation }, index) =>
      `SELECT ${index}::USMALLINT AS source, subject_id, rule, token FROM ${relation} WHERE token IS NOT NULL`,
  );
  return [
    `CREATE OR REPLACE TEMP TABLE lk_rule (rule, position, bits) AS SELECT * FROM (VALUES ${rules.join(', ')})`,
    `CREATE OR REPLACE TEMP TABLE lk_source (source, upload_id, series, organisation, carries, one_record) AS SELECT * FROM (VALUES ${rows.join(', ')})`,
    `CREATE OR REPLACE TEMP VIEW lk_token AS ${tokens.join(' UNION ALL ')}`,
  ];
}

/**
 * Tables `lk_member` (source, subject_id, nid), `lk_node` (nid, source, series, unit, emitted, units) and
 * `lk_node_token` (position, nid, source, unit, key); the source of a node is the first of its members'.
 *
 * A node is what the linker decides about: usually one subject; all subjects of one organisation under one
 * record reference, and those of a clearinghouse that answers under it (see `vouchedTable`); all subjects of one
 * series with identical tokens of an SSN and a name (a person's lines in forty wage files are one node). Nodes of
 * one `unit` are records of a file with one record per person and are never compared; `units` is the set of such
 * files a node has a record in.
 *
 * Nodes are numbered by series and smallest token, so that neither row order nor random subject ids decide.
 */
export function nodeTables(space: RuleSpace): readonly string[] {
  const reference = maskOf(space, isReference);
  const conclusive = maskOf(space, isConclusive);
  return [
    `CREATE OR REPLACE TEMP TABLE lk_subject AS
SELECT t.source, t.subject_id, s.series, s.organisation, s.carries, s.one_record, min(t.token) AS low, max(t.token) AS high,
  bit_xor(hash(t.token)) AS digest, bit_or(1::UHUGEINT << r.position) AS emitted,
  min(CASE WHEN ((1::UHUGEINT << r.position) & ${reference}::UHUGEINT) <> 0 THEN t.token END) AS reference
FROM lk_token t JOIN lk_rule r USING (rule) JOIN lk_source s USING (source)
GROUP BY t.source, t.subject_id, s.series, s.organisation, s.carries, s.one_record`,
    vouchedTable(maskOf(space, isTwoNames)),
    `CREATE OR REPLACE TEMP TABLE lk_keyed AS
SELECT source, subject_id, series, one_record, emitted, low, high, digest,
  CASE WHEN reference IS NOT NULL THEN 0 WHEN ${emitted(conclusive)} AND NOT one_record THEN 1 ELSE 2 END AS kind,
  CASE WHEN reference IS NOT NULL THEN reference ELSE low END AS key_low,
  CASE WHEN reference IS NULL THEN high END AS key_high,
  CASE WHEN reference IS NULL THEN digest END AS key_digest,
  CASE WHEN reference IS NULL THEN series ELSE coalesce(v.owner, organisation) END AS key_party,
  CASE WHEN reference IS NULL AND (one_record OR NOT ${emitted(conclusive)}) THEN source END AS key_source,
  CASE WHEN reference IS NULL AND (one_record OR NOT ${emitted(conclusive)}) THEN subject_id END AS key_subject
FROM lk_subject LEFT JOIN lk_vouched v USING (organisation, reference)`,
    `CREATE OR REPLACE TEMP TABLE lk_group AS
SELECT row_number() OVER (ORDER BY min(series), min(low), max(high), min(digest), key_source, key_subject)::INTEGER AS nid,
  kind, key_low, key_high, key_digest, key_party, key_source, key_subject,
  min(source) AS source, min(series) AS series, bit_or(emitted) AS emitted,
  bit_or(CASE WHEN one_record AND source < 64 THEN 1::UBIGINT << source::UBIGINT ELSE 0 END) AS units,
  min(CASE WHEN one_record THEN source END) AS unit
FROM lk_keyed
GROUP BY kind, key_low, key_high, key_digest, key_party, key_source, key_subject`,
    `CREATE OR REPLACE TEMP TABLE lk_node AS
SELECT nid, source, series, emitted, units, coalesce(unit::INTEGER, -nid) AS unit FROM lk_group`,
    `CREATE OR REPLACE TEMP TABLE lk_member AS
SELECT k.source, k.subject_id, g.nid, k.digest
FROM lk_keyed k JOIN lk_group g
  ON k.kind = g.kind AND k.key_low = g.key_low AND k.key_high IS NOT DISTINCT FROM g.key_high
  AND k.key_digest IS NOT DISTINCT FROM g.key_digest AND k.key_party IS NOT DISTINCT FROM g.key_party
  AND k.key_source IS NOT DISTINCT FROM g.key_source AND k.key_subject IS NOT DISTINCT FROM g.key_subject`,
    'DROP TABLE lk_keyed',
    'DROP TABLE lk_group',
    'DROP TABLE lk_subject',
    'DROP TABLE lk_vouched',
    `CREATE OR REPLACE TEMP TABLE lk_node_token AS
SELECT DISTINCT r.position, m.nid, n.source, n.unit, hash(t.token) AS key
FROM lk_token t
JOIN lk_rule r USING (rule)
JOIN (SELECT nid, digest, min_by(source, (source, subject_id)) AS source, min_by(subject_id, (source, subject_id)) AS subject_id
  FROM lk_member GROUP BY nid, digest) m USING (source, subject_id)
JOIN lk_node n USING (nid)
WHERE ((1::UHUGEINT << r.position) & ${reference}::UHUGEINT) = 0
ORDER BY r.position`,
  ];
}
