import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest, SourceKind } from '@credlink/contracts';
import { NORMALISER_VERSION, PACKS } from '@credlink/tokens';
import { type Engine, openEngine, writeParquet } from '@credlink/vault';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ContentVerdict, type Expectation, JUDGED_FACTS, judgeContent } from './judge-content.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-judge-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  engine = await openEngine({ memoryLimit: '512MB', threads: 2, tempFolder: folder, folders: [folder] });
});
afterEach(() => engine.close());

const TODAY = '2026-11-23';

/** Three sound awards of two subjects with three tokens; a test changes the one thing it is about. */
const HOLDERS = `SELECT * FROM (VALUES
  (1::UBIGINT, 'HI-MT1', DATE '2020-05-01', 'initial', DATE '2999-12-31', NULL::DATE, 1::SMALLINT, 'exam', 'NJ'),
  (1::UBIGINT, 'HI-MT2', DATE '2021-05-01', 'renewal', NULL, NULL, NULL, NULL, NULL),
  (2::UBIGINT, 'HI-MT1', DATE '2022-05-01', 'revoked', NULL, NULL, NULL, NULL, NULL))
  AS t(subject_id, credential_code, award_date, action, expires_on, exam_date, attempt_no, route, assessment_state)`;
const IDENTITY = `SELECT * FROM (VALUES
  (1::UBIGINT, 1::USMALLINT, md5('a')::UUID), (1, 2, md5('b')::UUID), (2, 1, md5('c')::UUID))
  AS t(subject_id, "rule", token)`;

type Sent = {
  readonly kind?: SourceKind;
  readonly identity?: string;
  readonly facts?: string;
  readonly manifest?: Partial<Manifest>;
  readonly rows?: { readonly identity?: number; readonly facts?: number };
  readonly credentialCodes?: readonly string[];
  readonly catalogueCodes?: readonly string[];
  /** Changes the bytes of the facts file. */
  readonly patch?: (facts: Buffer) => void;
};

async function judge(sent: Sent): Promise<ContentVerdict> {
  const identity = join(folder, 'identity.parquet');
  const facts = join(folder, 'facts.parquet');
  const identityQuery = sent.identity ?? IDENTITY;
  const factsQuery = sent.facts ?? HOLDERS;
  await writeParquet(engine, { query: identityQuery, target: identity, orderBy: 'as-is' });
  await writeParquet(engine, { query: factsQuery, target: facts, orderBy: 'as-is' });
  if (sent.patch !== undefined) {
    const bytes = await readFile(facts);
    sent.patch(bytes);
    await writeFile(facts, bytes);
  }
  const count = (query: string) => engine.scalar(`SELECT count(*) FROM (${query})`, [], Number);
  const subjects = await engine.scalar(`SELECT count(DISTINCT subject_id) FROM (${factsQuery})`, [], Number);
  const byRule = await engine.rows(
    `SELECT "rule"::VARCHAR AS code, count(*) AS tokens FROM (${identityQuery}) GROUP BY ALL`,
    [],
    ({ code, tokens }): [string, number] => [String(code), Number(tokens)],
  );
  const tokensByRule = Object.fromEntries(byRule);
  const factRows = sent.rows?.facts ?? (await count(factsQuery));
  const entry = (rows: number) => ({ sha256: 'a'.repeat(64), bytes: 1, rows });
  const manifest: Manifest = {
    version: 1,
    kind: sent.kind ?? 'holders',
    sourceDigest: 'b'.repeat(64),
    pack: { name: 'holder', version: PACKS.holder.version },
    normaliserVersion: NORMALISER_VERSION,
    keyEpoch: 1,
    files: {
      identity: entry(sent.rows?.identity ?? (await count(identityQuery))),
      facts: entry(factRows),
    },
    subjects,
    coverage: null,
    isOneRecordPerPerson: false,
    preflight: { rowsRead: factRows, rowsSent: factRows, rejected: {}, identifiers: {}, tokensByRule },
    chanceAgreement: {},
    attributePresence: {},
    conformance: {},
    supersedes: null,
    ...sent.manifest,
  };
  const expectation: Expectation = {
    manifest,
    ruleCodes: new Set([1, 2]),
    maxValuesPerRule: 3,
    credentialCodes: sent.credentialCodes ?? ['HI-MT1', 'HI-MT2'],
    catalogueCodes: sent.catalogueCodes ?? ['HI-MT1', 'HI-MT2'],
    today: TODAY,
    decoys: [],
  };
  return judgeContent(engine, { identity, facts }, expectation);
}

const refused = (code: string) => ({ is: 'refused', code });
const sound = (quarantined: Record<string, number> = {}) => ({ is: 'sound', quarantined });
const withColumn = (column: string, value: string) =>
  `SELECT * REPLACE (${value} AS ${column}) FROM (${HOLDERS})`;

test('a sound upload is sound, with nothing set aside', async () => {
  expect(await judge({})).toEqual(sound());
});

test('a file that is no Parquet file is refused', async () => {
  const path = join(folder, 'text.parquet');
  await writeFile(path, 'record_ref,ssn\n1,123-45-6789\n');
  const paths = { identity: path, facts: path };
  const manifest = { kind: 'holders', files: { identity: { rows: 1 }, facts: { rows: 1 } } } as Manifest;
  const expectation = {
    manifest,
    ruleCodes: new Set([1]),
    maxValuesPerRule: 3,
    credentialCodes: [],
    catalogueCodes: [],
    today: TODAY,
    decoys: [],
  };
  expect(await judgeContent(engine, paths, expectation)).toEqual(refused('parquet_unreadable'));
});

test.each([
  ['an extra ssn column', `SELECT *, '123-45-6789' AS ssn FROM (${HOLDERS})`],
  ['a missing column', `SELECT * EXCLUDE (route) FROM (${HOLDERS})`],
  ['columns in another order', `SELECT * EXCLUDE (route), route FROM (${HOLDERS})`],
  ['a column of another type', withColumn('award_date', 'award_date::VARCHAR')],
  ['a column of another name', `SELECT * RENAME (route AS path) FROM (${HOLDERS})`],
])('facts with %s are refused', async (_, facts) => {
  expect(await judge({ facts })).toEqual(refused('columns_differ'));
});

test('identity with a column more is refused', async () => {
  expect(await judge({ identity: `SELECT *, 'x' AS surname FROM (${IDENTITY})` })).toEqual(
    refused('columns_differ'),
  );
});

test('a manifest that lies about rows or subjects is refused', async () => {
  expect(await judge({ rows: { facts: 4 } })).toEqual(refused('manifest_counts_differ'));
});

test('a manifest that lies about identity rows is refused', async () => {
  expect(await judge({ rows: { identity: 2 } })).toEqual(refused('manifest_counts_differ'));
});

test('a manifest that lies about the rows it sends is refused', async () => {
  const tokensByRule = { '1': 2, '2': 1 };
  const preflight = { rowsRead: 4, rowsSent: 4, rejected: {}, identifiers: {}, tokensByRule };
  expect(await judge({ manifest: { preflight } })).toEqual(refused('manifest_counts_differ'));
});

test('a manifest that counts a token under another rule is refused', async () => {
  const preflight = {
    rowsRead: 3,
    rowsSent: 3,
    rejected: {},
    identifiers: {},
    tokensByRule: { '1': 1, '2': 2 },
  };
  expect(await judge({ manifest: { preflight } })).toEqual(refused('manifest_counts_differ'));
});

test('a manifest that lies about subjects is refused', async () => {
  expect(await judge({ manifest: { subjects: 3 } })).toEqual(refused('manifest_counts_differ'));
});

test.each([
  ['a missing token', 'NULL::UUID'],
  ['a token of sixteen zero bytes', "'00000000-0000-0000-0000-000000000000'::UUID"],
])('%s refuses the file', async (_, token) => {
  const identity = `SELECT * REPLACE (if("rule" = 2, ${token}, token) AS token) FROM (${IDENTITY})`;
  expect(await judge({ identity })).toEqual(refused('token_malformed'));
});

test('an SSN written into the sixteen bytes of a token is found', async () => {
  const ssn = Buffer.from('123456789'.padEnd(16, '\0')).toString('hex');
  const identity = `SELECT * REPLACE (if("rule" = 2, '${ssn}'::UUID, token) AS token) FROM (${IDENTITY})`;
  expect(await judge({ identity })).toEqual(refused('plain_identifier_found'));
});

test('a name written into the sixteen bytes of a token is found', async () => {
  const name = Buffer.from("O'NEIL, MARY-ANN".padEnd(16, ' ')).toString('hex');
  const identity = `SELECT * REPLACE (if("rule" = 2, '${name}'::UUID, token) AS token) FROM (${IDENTITY})`;
  expect(await judge({ identity })).toEqual(refused('plain_identifier_found'));
});

test('a rule the pack does not have refuses the file', async () => {
  const identity = `SELECT * REPLACE (7::USMALLINT AS "rule") FROM (${IDENTITY})`;
  expect(await judge({ identity })).toEqual(refused('rule_unknown'));
});

test.each([
  ['twice under one rule', 1, refused('token_malformed')],
  ['under two rules', 2, sound()],
])('of a token a subject has %s', async (_, rule, verdict) => {
  const identity = `${IDENTITY} UNION ALL SELECT 1::UBIGINT, ${rule}::USMALLINT, md5('a')::UUID`;
  expect(await judge({ identity })).toEqual(verdict);
});

test.each([
  [3, sound()],
  [4, refused('token_malformed')],
])('%i tokens of a subject under a rule of a pack that allows three', async (tokens, verdict) => {
  const identity = `SELECT 1::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('t' || i)::UUID AS token FROM range(${tokens}) AS r(i)`;
  expect(await judge({ identity })).toEqual(verdict);
});

test('a subject with tokens but no fact refuses the file; a fact without tokens does not', async () => {
  const stranger = `${IDENTITY} UNION ALL SELECT 9::UBIGINT, 1::USMALLINT, md5('d')::UUID`;
  expect(await judge({ identity: stranger })).toEqual(refused('subject_unknown'));
});

test('a fact whose subject has no token stays: it counts as a person nobody could link', async () => {
  expect(await judge({ identity: `SELECT * FROM (${IDENTITY}) WHERE subject_id = 1` })).toEqual(sound());
});

test.each([
  ['an SSN', "'123-45-6789'"],
  ['an SSN without hyphens', "'123456789'"],
  ['an e-mail address', "'mary@example.org'"],
  ['a telephone number', "'201-555-0134'"],
  ['a birth date', "'1984-07-30'"],
  ['a birth date as Americans write it', "'7/30/1984'"],
  ['a name', "'Mary Ann O''Neil'"],
  ['a name, surname first', "'Smith, John'"],
  ['a surname', "'Smith'"],
  ['an address', "'12 Main Street'"],
])('%s in the column of credential codes refuses the file', async (_, value) => {
  expect(await judge({ facts: withColumn('credential_code', value) })).toEqual(
    refused('plain_identifier_found'),
  );
});

test('an SSN in the column of a closed vocabulary refuses the file', async () => {
  expect(await judge({ facts: withColumn('route', "'123-45-6789'") })).toEqual(
    refused('plain_identifier_found'),
  );
});

test.each([
  ['SQL in place of a code', 'credential_code', `'X''; DROP TABLE upload; --'`],
  ['a formula in place of a code', 'credential_code', `'=1+1'`],
  ['a word outside the vocabulary', 'action', "'granted_again'"],
  ['a word of the vocabulary in another case', 'action', "'Initial'"],
  ['a state that is none', 'assessment_state', "'N1'"],
])('%s breaks the contract of the columns', async (_, column, value) => {
  expect(await judge({ facts: withColumn(column, value) })).toEqual(refused('columns_differ'));
});

test('a nine-digit code of the catalogue is a code, not an SSN', async () => {
  const facts = withColumn('credential_code', "'123456789'");
  const codes = ['123456789'];
  expect(await judge({ facts, credentialCodes: codes, catalogueCodes: codes })).toEqual(sound());
});

test('award dates in 1700 and 2999 are set aside, with their subject where nothing else is left of it', async () => {
  const facts = `SELECT * REPLACE (CASE WHEN subject_id = 2 THEN DATE '1700-05-01'
    WHEN action = 'renewal' THEN DATE '2999-05-01' ELSE award_date END AS award_date) FROM (${HOLDERS})`;
  expect(await judge({ facts })).toEqual(sound({ date_out_of_range: 2 }));
  const kept = await engine.rows(
    `SELECT DISTINCT subject_id::INTEGER AS s FROM ${JUDGED_FACTS} WHERE reason IS NULL`,
  );
  expect(kept).toEqual([{ s: 1 }]);
});

test('the range of days begins on 1950-01-01 and ends one year from today', async () => {
  const facts = `SELECT * EXCLUDE (d) REPLACE (d AS award_date) FROM (${HOLDERS} LIMIT 1),
    unnest([DATE '1949-12-31', DATE '1950-01-01', DATE '2027-11-23', DATE '2027-11-24']) AS t(d)`;
  const identity = `SELECT * FROM (${IDENTITY}) WHERE subject_id = 1`;
  expect(await judge({ facts, identity })).toEqual(sound({ date_out_of_range: 2 }));
});

test('10,000 unknown credential codes are set aside and counted, the rest is loaded', async () => {
  const facts = `${HOLDERS} UNION ALL SELECT (100 + i)::UBIGINT, 'ZZ-' || i, DATE '2020-05-01', 'initial',
    NULL, NULL, NULL, NULL, NULL FROM range(10000) AS r(i)`;
  expect(await judge({ facts })).toEqual(sound({ credential_code_unknown: 10_000 }));
});

test('a required value that is missing sets its row aside under its own reason', async () => {
  const facts = `SELECT * REPLACE (if(subject_id = 2, NULL, award_date) AS award_date,
    if(action = 'renewal', NULL, credential_code) AS credential_code) FROM (${HOLDERS})`;
  expect(await judge({ facts })).toEqual(sound({ credential_code_missing: 1, date_missing: 1 }));
});

/** Days since 1970-01-01, as a Parquet file holds a date. */
const dayNumber = (day: string): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(Date.parse(day) / 86_400_000);
  return bytes;
};

/** Overwrites a value in the footer, where a Parquet file keeps its statistics. @returns how often it stood there */
function overwriteInFooter(file: Buffer, value: Buffer, by: Buffer): number {
  const footer = file.subarray(file.length - 8 - file.readUInt32LE(file.length - 8), file.length - 8);
  let found = 0;
  for (let at = footer.indexOf(value); at >= 0; at = footer.indexOf(value, at + 1)) {
    by.copy(footer, at);
    found++;
  }
  return found;
}

test('a file whose own statistics hide an impossible date does not get it past the check', async () => {
  const facts = withColumn('award_date', "if(subject_id = 2, DATE '1700-05-01', DATE '2020-05-01')");
  let overwritten = 0;
  const patch = (file: Buffer) => {
    overwritten = overwriteInFooter(file, dayNumber('1700-05-01'), dayNumber('2020-05-01'));
  };
  expect(await judge({ facts, patch })).toEqual(sound({ date_out_of_range: 1 }));
  expect(overwritten).toBeGreaterThan(0);
});

const WAGES = `SELECT i::UBIGINT AS subject_id, md5('e')::UUID AS employer, md5('u')::UUID AS employer_unit,
  '34' AS state_fips, q::SMALLINT AS quarter, w::BIGINT AS wage_cents, NULL::VARCHAR AS soc6, NULL::SMALLINT AS hours`;
const NO_TOKENS = `SELECT * FROM (${IDENTITY}) WHERE false`;

test('a wage of -1 dollar is an adjustment; 10^12 dollars or cents are set aside', async () => {
  const facts = `${WAGES} FROM (VALUES (1, 8100, -100), (2, 8100, 100000000000000), (3, 8100, 1000000000000),
    (4, 8100, 10000000000), (5, 8100, 10000000001), (6, 8100, -10000000001)) AS t(i, q, w)`;
  expect(await judge({ kind: 'wages', identity: NO_TOKENS, facts })).toEqual(
    sound({ amount_out_of_range: 4 }),
  );
});

test('wages of a quarter that has not begun are set aside', async () => {
  const thisQuarter = 2026 * 4 + 3;
  const facts = `${WAGES} FROM (VALUES (1, ${thisQuarter}, 1), (2, ${thisQuarter + 1}, 1), (3, 7799, 1),
    (4, 7800, 1)) AS t(i, q, w)`;
  expect(await judge({ kind: 'wages', identity: NO_TOKENS, facts })).toEqual(sound({ quarter_invalid: 2 }));
});
