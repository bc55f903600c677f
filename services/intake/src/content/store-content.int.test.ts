import { createCipheriv } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '@credlink/contracts';
import { openEngine, quoteText, type Vault, vaultView } from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveVaultKeys } from '../rules/derive-vault-keys.ts';
import { CATALOGUE_CODES, JUDGED_FACTS, SENT_IDENTITY } from './judge-content.ts';
import { type StoredFiles, storeContent } from './store-content.ts';

const KEYS = deriveVaultKeys(Buffer.alloc(16, 7));
const RULES = [
  { code: 1, role: 'candidate' },
  { code: 2, role: 'evidence' },
] as const;
const UPLOAD = '0f1d8a80-1111-4000-8000-000000000001';

let folder: string;
let vault: Vault<'identity' | 'facts'>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-store-'));
  vault = await vaultView(join(folder, 'vault'), ['identity', 'facts']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openTestEngine = () =>
  openEngine({ memoryLimit: '512MB', threads: 2, tempFolder: folder, folders: vault.folders });

async function store(
  kind: SourceKind,
  identity: string,
  facts: string,
  uploadId = UPLOAD,
): Promise<StoredFiles> {
  const engine = await openTestEngine();
  try {
    await engine.run(`CREATE TABLE ${CATALOGUE_CODES} AS SELECT unnest(['MAT101', 'P-CYB']) AS code`);
    await engine.run(`CREATE VIEW ${SENT_IDENTITY} AS ${identity}`);
    await engine.run(`CREATE VIEW ${JUDGED_FACTS} AS ${facts}`);
    return await storeContent(engine, vault, { numberedBy: uploadId, kind, rules: RULES }, KEYS, null);
  } finally {
    await engine.close();
  }
}

async function read(kind: 'identity' | 'facts', file: string, sql: string): Promise<unknown> {
  const engine = await openTestEngine();
  try {
    const path = await vault.pathOf(kind, file);
    return await engine.rows(sql.replace('FILE', `read_parquet(${quoteText(path)})`));
  } finally {
    await engine.close();
  }
}

const NO_TOKENS = `SELECT 1::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('a')::UUID AS token WHERE false`;
const WAGES = `SELECT i::UBIGINT AS subject_id, md5('firm')::UUID AS employer, md5('unit')::UUID AS employer_unit,
  '34' AS state_fips, 8100::SMALLINT AS quarter, 1::BIGINT AS wage_cents, NULL::VARCHAR AS soc6,
  NULL::SMALLINT AS hours, NULL::VARCHAR AS reason FROM range(3) AS r(i)`;
const EMPLOYERS = `SELECT i::UBIGINT AS subject_id, if(i = 0, md5('firm'), md5('other'))::UUID AS employer,
  md5('unit')::UUID AS employer_unit, '238160' AS naics6, 5::SMALLINT AS ownership, '34' AS state_fips,
  NULL::VARCHAR AS county_fips, false AS is_multi_unit, if(i = 1, md5('firm'), NULL)::UUID AS successor_of,
  NULL::SMALLINT AS first_quarter, NULL::SMALLINT AS last_quarter, NULL::VARCHAR AS reason FROM range(2) AS r(i)`;

/** As the engine stores a UUID: its two words little-endian, low word first, top bit flipped. */
function numberByHand(subject: bigint): bigint {
  const upload = BigInt(`0x${UPLOAD.replaceAll('-', '').slice(0, 16)}`);
  const block = Buffer.alloc(16);
  block.writeBigUInt64LE(subject, 0);
  block.writeBigUInt64LE(upload ^ (1n << 63n), 8);
  const cipher = createCipheriv('aes-128-ecb', KEYS.subjects, null).setAutoPadding(false);
  return (cipher.update(block).readBigUInt64LE(8) ^ (1n << 63n)) >> 1n;
}

test('no subject keeps the number its contributor gave it, and both files name it alike', async () => {
  const ssns = ['123456789', '9007199254740993', '18446744073709551615'];
  const subject = `unnest([${ssns.map((ssn) => `${ssn}::UBIGINT`).join(', ')}])`;
  const identity = `SELECT ${subject} AS subject_id, 1::USMALLINT AS "rule", md5('a')::UUID AS token`;
  const facts = `SELECT s.subject_id, w.* EXCLUDE (subject_id)
    FROM (SELECT ${subject} AS subject_id) AS s, (${WAGES} LIMIT 1) AS w`;
  const subjects = 'SELECT subject_id FROM FILE WHERE subject_id IS NOT NULL ORDER BY 1';
  const own = await store('wages', identity, facts);
  const stored = await read('facts', own.factsFile, subjects);
  const numbers = ssns.map((ssn) => numberByHand(BigInt(ssn))).sort((a, b) => (a < b ? -1 : 1));
  expect(stored).toEqual(numbers.map((number) => ({ subject_id: number })));
  expect(await read('identity', own.identityFile, subjects)).toEqual(stored);
  // Readers of facts set the highest bit for subjects without a link.
  expect(numbers.every((number) => number < 1n << 63n)).toBe(true);
  const other = await store('wages', identity, facts, '0f1d8a80-2222-4000-8000-000000000001');
  const elsewhere = (await read('facts', other.factsFile, subjects)) as { subject_id: bigint }[];
  expect(elsewhere.filter(({ subject_id }) => numbers.includes(subject_id))).toEqual([]);
});

test('employers join between wage files and employer files after the re-key, units and successors too', async () => {
  const wages = await store('wages', NO_TOKENS, WAGES);
  const employers = await store('employers', NO_TOKENS, EMPLOYERS);
  const text = 'employer::VARCHAR AS employer, employer_unit::VARCHAR AS unit';
  const [paid] = (await read('facts', wages.factsFile, `SELECT DISTINCT ${text} FROM FILE`)) as {
    employer: string;
    unit: string;
  }[];
  const known = await read(
    'facts',
    employers.factsFile,
    `SELECT ${text}, successor_of::VARCHAR AS took_over FROM FILE ORDER BY subject_id`,
  );
  const other = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(known).toEqual([
    { employer: paid?.employer, unit: paid?.unit, took_over: null },
    { employer: other, unit: paid?.unit, took_over: paid?.employer },
  ]);
});

test('no token stays as it was sent, and equal values of two domains part', async () => {
  const identity = `SELECT i::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('firm')::UUID AS token FROM range(3) AS r(i)`;
  const facts = WAGES.replace("md5('unit')", "md5('firm')");
  const files = await store('wages', identity, facts);
  const keys = (await read(
    'identity',
    files.identityFile,
    'SELECT DISTINCT key AS v FROM FILE WHERE rule = 1',
  )) as {
    v: bigint;
  }[];
  const [fact] = (await read(
    'facts',
    files.factsFile,
    'SELECT DISTINCT employer::VARCHAR AS e, employer_unit::VARCHAR AS u FROM FILE',
  )) as { e: string; u: string }[];
  const [sent] = (await read(
    'facts',
    files.factsFile,
    `SELECT DISTINCT md5('firm')::UUID::VARCHAR AS v FROM FILE`,
  )) as {
    v: string;
  }[];
  expect(new Set([sent?.v, fact?.e, fact?.u]).size).toBe(3);
  expect(keys.length).toBe(1);
  const hex = keys[0]?.v.toString(16) ?? '';
  for (const kept of [sent?.v, fact?.e, fact?.u]) expect(kept?.replaceAll('-', '')).not.toContain(hex);
});

test('codes of the catalogue are kept; a name in the form of a code is not, and equal ones stay equal', async () => {
  const facts = `SELECT i::UBIGINT AS subject_id, NULL::VARCHAR AS term, DATE '2020-01-01' AS term_start,
    DATE '2020-05-01' AS term_end, c AS course_code, NULL::VARCHAR AS subject, NULL::BOOLEAN AS college_level,
    NULL::DOUBLE AS credits, NULL::VARCHAR AS credit_unit, NULL::BOOLEAN AS passed, NULL::VARCHAR AS reason
    FROM (VALUES (1, 'MAT101'), (2, 'SMITH-JOHN'), (3, 'SMITH-JOHN'), (4, '12-MAIN.STREET')) AS t(i, c)`;
  const { factsFile } = await store('courses', NO_TOKENS, facts);
  const sql =
    'SELECT course_code, count(*)::INTEGER AS n FROM FILE GROUP BY ALL ORDER BY n DESC, course_code';
  const keyed = expect.stringMatching(/^X-[0-9A-F]{16}$/);
  expect(await read('facts', factsFile, sql)).toEqual([
    { course_code: keyed, n: 2 },
    { course_code: 'MAT101', n: 1 },
    { course_code: keyed, n: 1 },
  ]);
});

test('a row without a program stays without one', async () => {
  const facts = `SELECT 1::UBIGINT AS subject_id, NULL::VARCHAR AS opeid8, NULL::VARCHAR AS term,
    DATE '2020-01-01' AS term_start, DATE '2020-05-01' AS term_end, unnest(['P-CYB', NULL, 'SMITH']) AS program_id,
    NULL::VARCHAR AS cip6, NULL::VARCHAR AS status, NULL::DOUBLE AS credits_attempted, NULL::VARCHAR AS credit_unit,
    NULL::VARCHAR AS "level", NULL::VARCHAR AS reason`;
  const { factsFile } = await store('enrollment', NO_TOKENS, facts);
  expect(await read('facts', factsFile, 'SELECT program_id FROM FILE ORDER BY 1 NULLS FIRST')).toEqual([
    { program_id: null },
    { program_id: 'P-CYB' },
    { program_id: expect.stringMatching(/^X-[0-9A-F]{16}$/) },
  ]);
});

test('rows set aside are not stored, nor the tokens of a subject that has no other row', async () => {
  const identity = `SELECT i::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('t' || i)::UUID AS token FROM range(3) AS r(i)`;
  const facts = `SELECT * REPLACE (CASE WHEN subject_id = 1 THEN 'quarter_invalid' END AS reason) FROM (${WAGES})`;
  const files = await store('wages', identity, facts);
  const subjects = 'SELECT subject_id FROM FILE WHERE subject_id IS NOT NULL ORDER BY 1';
  const kept = [{ subject_id: numberByHand(0n) }, { subject_id: numberByHand(2n) }].sort((a, b) =>
    a.subject_id < b.subject_id ? -1 : 1,
  );
  expect(await read('identity', files.identityFile, subjects)).toEqual(kept);
  expect(await read('facts', files.factsFile, subjects)).toEqual(kept);
});

test('the same upload in another row order gives the same files, so a repeated job changes nothing', async () => {
  const identity = (order: string) =>
    `SELECT i::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('t' || i)::UUID AS token FROM range(500) AS r(i) ORDER BY i ${order}`;
  const facts = (order: string) => `SELECT * FROM (${WAGES}) ORDER BY subject_id ${order}`;
  expect(await store('wages', identity('DESC'), facts('DESC'))).toEqual(
    await store('wages', identity('ASC'), facts('ASC')),
  );
});
