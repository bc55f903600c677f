import {
  type DecoyOpening,
  type ErrorCode,
  FACT_CONTRACTS,
  KINDS_WITHOUT_PERSONS,
  type Manifest,
} from '@credlink/contracts';
import { bulkInsert, type Engine } from '@credlink/vault';
import { z } from 'zod';
import { type RowRule, rowRules } from '../rules/row-rules.ts';
import { factsColumns, IDENTITY_COLUMNS } from './expected-columns.ts';
import { factsCountsSql, judgedFactsSql, quarantinedSql, textColumnsSql } from './facts-sql.ts';
import {
  crowdedRulesSql,
  identityCountsSql,
  repeatedTokensSql,
  rowsByRuleSql,
  textualTokensSql,
  unknownSubjectsSql,
} from './identity-sql.ts';
import { takeIn } from './take-in.ts';

/** What the content is held against. */
export type Expectation = {
  readonly manifest: Manifest;
  /** Subjects that are invented: they have tokens and no fact. */
  readonly decoys: DecoyOpening['decoys'];
  /** Codes of the rules of the manifest's pack. */
  readonly ruleCodes: ReadonlySet<number>;
  /** Most tokens of one subject under one rule. */
  readonly maxValuesPerRule: number;
  /** Credential codes of the catalogue: awards under any other are set aside. */
  readonly credentialCodes: readonly string[];
  /** Every code of the catalogue: never mistaken for an identifier. */
  readonly catalogueCodes: readonly string[];
  /** ISO day. */
  readonly today: string;
};

export type ContentVerdict =
  | { readonly is: 'sound'; readonly quarantined: Readonly<Record<string, number>> }
  | { readonly is: 'refused'; readonly code: ErrorCode };

/** Relations of the engine that hold the content once it is judged sound. */
export const SENT_IDENTITY = 'sent_identity';
export const JUDGED_FACTS = 'judged_facts';
/** `code`: every code of the catalogue. */
export const CATALOGUE_CODES = 'catalogue_code';
/** `subject_id, kind, original`: as the contributor numbers subjects. */
export const DECOYS = 'sent_decoy';
export const DECOY_TABLE = `CREATE TABLE IF NOT EXISTS ${DECOYS} (subject_id UBIGINT, kind VARCHAR, original UBIGINT)`;

const SENT_FACTS = 'sent_facts';
const CREDENTIAL_CODES = 'credential_code_known';

/**
 * Share of tokens above which text in place of tokens is not chance. A keyed token reads as text with a chance of
 * (69/256)^16, less than 10^-9; a file whose tokens are names or numbers reads as text throughout.
 */
const LARGEST_TEXTUAL_SHARE = 1e-4;

const IdentityCounts = z.object({ rows: z.number(), subjects: z.number(), malformed: z.number() });
const FactsCounts = z.object({ rows: z.number(), subjects: z.number(), nameless: z.number() });
const RuleRows = z.object({ rule: z.number(), rows: z.number() });
const TextColumn = z.object({ name: z.string(), outside: z.number(), identifying: z.number() });
const ReasonRows = z.object({ reason: z.string(), rows: z.number() });

function refused(code: ErrorCode): ContentVerdict {
  return { is: 'refused', code };
}

/**
 * Judges the two Parquet files of an upload, by sets in the engine. The first thing that is wrong decides; rows that
 * can be set aside one by one are counted by reason. Leaves `SENT_IDENTITY`, `JUDGED_FACTS` and `CATALOGUE_CODES` behind in the engine.
 */
export async function judgeContent(
  engine: Engine,
  paths: { readonly identity: string; readonly facts: string },
  expectation: Expectation,
): Promise<ContentVerdict> {
  const { manifest } = expectation;
  const { identity, facts } = manifest.files;
  const unfit =
    (await takeIn(engine, {
      path: paths.identity,
      table: SENT_IDENTITY,
      columns: IDENTITY_COLUMNS,
      rows: identity.rows,
    })) ??
    (await takeIn(engine, {
      path: paths.facts,
      table: SENT_FACTS,
      columns: factsColumns(manifest.kind),
      rows: facts.rows,
    }));
  if (unfit !== null) return refused(unfit);
  await fillCodes(engine, CREDENTIAL_CODES, expectation.credentialCodes);
  await fillCodes(engine, CATALOGUE_CODES, expectation.catalogueCodes);
  await fillDecoys(engine, expectation.decoys);
  const code = (await judgeIdentity(engine, expectation)) ?? (await judgeFacts(engine, manifest));
  if (code !== null) return refused(code);
  return { is: 'sound', quarantined: await setRowsAside(engine, expectation) };
}

async function fillCodes(engine: Engine, table: string, codes: readonly string[]): Promise<void> {
  await engine.run(`CREATE TABLE ${table} (code VARCHAR)`);
  if (codes.length > 0) await engine.run(`INSERT INTO ${table} SELECT unnest(?)`, [codes]);
}

async function fillDecoys(engine: Engine, decoys: DecoyOpening['decoys']): Promise<void> {
  await engine.run(DECOY_TABLE);
  const insert = await bulkInsert(engine, DECOYS, ['UBIGINT', 'VARCHAR', 'UBIGINT']);
  for (const { subject, kind, of } of decoys)
    insert.add([BigInt(subject), kind, of === null ? null : BigInt(of)]);
  insert.finish();
}

async function judgeIdentity(engine: Engine, expectation: Expectation): Promise<ErrorCode | null> {
  const { manifest, ruleCodes, maxValuesPerRule } = expectation;
  const [counts] = await engine.rows(identityCountsSql(SENT_IDENTITY), [], (row) =>
    IdentityCounts.parse(row),
  );
  if (counts === undefined || counts.malformed > 0) return 'token_malformed';
  const textual = await engine.scalar(textualTokensSql(SENT_IDENTITY), [], Number);
  if (textual > counts.rows * LARGEST_TEXTUAL_SHARE) return 'plain_identifier_found';
  const rules = await engine.rows(rowsByRuleSql(SENT_IDENTITY), [], (row) => RuleRows.parse(row));
  if (rules.some(({ rule }) => !ruleCodes.has(rule))) return 'rule_unknown';
  const found = Object.fromEntries(rules.map(({ rule, rows }) => [String(rule), rows]));
  if (!haveSameCounts(found, manifest.preflight.tokensByRule)) return 'manifest_counts_differ';
  if (KINDS_WITHOUT_PERSONS.includes(manifest.kind)) return null;
  const crowded = await engine.scalar(crowdedRulesSql(SENT_IDENTITY, maxValuesPerRule), [], Number);
  if (crowded > 0) return 'token_malformed';
  const repeated = await engine.scalar(repeatedTokensSql(SENT_IDENTITY), [], Number);
  if (repeated > 0) return 'token_malformed';
  const unknown = await engine.scalar(unknownSubjectsSql(SENT_IDENTITY, SENT_FACTS, DECOYS), [], Number);
  return unknown === 0 ? null : 'subject_unknown';
}

/** A count of 0 is the same as none. */
function haveSameCounts(
  found: Readonly<Record<string, number>>,
  stated: Readonly<Record<string, number>>,
): boolean {
  return [...Object.keys(found), ...Object.keys(stated)].every(
    (name) => (found[name] ?? 0) === (stated[name] ?? 0),
  );
}

async function judgeFacts(engine: Engine, manifest: Manifest): Promise<ErrorCode | null> {
  const [counts] = await engine.rows(factsCountsSql(SENT_FACTS), [], (row) => FactsCounts.parse(row));
  if (counts === undefined || counts.nameless > 0) return 'subject_unknown';
  if (counts.subjects !== manifest.subjects) return 'manifest_counts_differ';
  if (counts.rows !== manifest.preflight.rowsSent) return 'manifest_counts_differ';
  const sql = textColumnsSql(manifest.kind, SENT_FACTS, CATALOGUE_CODES);
  if (sql === null) return null;
  const columns = await engine.rows(sql, [], (row) => TextColumn.parse(row));
  if (columns.some((column) => column.identifying > 0)) return 'plain_identifier_found';
  return columns.some((column) => column.outside > 0) ? 'columns_differ' : null;
}

async function setRowsAside(engine: Engine, expectation: Expectation): Promise<Record<string, number>> {
  const { manifest, today } = expectation;
  const hasCredentials = FACT_CONTRACTS[manifest.kind].some(({ name }) => name === 'credential_code');
  const unknownCode: RowRule = {
    reason: 'credential_code_unknown',
    when: `credential_code NOT IN (SELECT code FROM ${CREDENTIAL_CODES})`,
  };
  const rules = [...rowRules(manifest.kind, today), ...(hasCredentials ? [unknownCode] : [])];
  await engine.run(`CREATE VIEW ${JUDGED_FACTS} AS ${judgedFactsSql(SENT_FACTS, rules)}`);
  const reasons = await engine.rows(quarantinedSql(JUDGED_FACTS), [], (row) => ReasonRows.parse(row));
  return Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows]));
}
