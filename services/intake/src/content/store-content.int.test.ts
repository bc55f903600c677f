import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '@credlink/contracts';
import { openEngine, quoteText, type Vault, vaultView } from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveVaultKeys } from '../rules/derive-vault-keys.ts';
import { JUDGED_FACTS, SENT_IDENTITY } from './judge-content.ts';
import { type StoredFiles, storeContent } from './store-content.ts';

const KEYS = deriveVaultKeys(Buffer.alloc(16, 7));

let folder: string;
let vault: Vault<'identity' | 'facts'>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-store-'));
  vault = await vaultView(join(folder, 'vault'), ['identity', 'facts']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openTestEngine = () =>
  openEngine({ memoryLimit: '512MB', threads: 2, tempFolder: folder, folders: vault.folders });

async function store(kind: SourceKind, identity: string, facts: string): Promise<StoredFiles> {
  const engine = await openTestEngine();
  try {
    await engine.run(`CREATE VIEW ${SENT_IDENTITY} AS ${identity}`);
    await engine.run(`CREATE VIEW ${JUDGED_FACTS} AS ${facts}`);
    const aside = await engine.scalar(
      `SELECT count(*) FROM ${JUDGED_FACTS} WHERE reason IS NOT NULL`,
      [],
      Number,
    );
    return await storeContent(engine, vault, { kind, hasRowsAside: aside > 0 }, KEYS);
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
  const [token] = (await read(
    'identity',
    files.identityFile,
    'SELECT DISTINCT token::VARCHAR AS v FROM FILE',
  )) as {
    v: string;
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
  expect(new Set([sent?.v, token?.v, fact?.e, fact?.u]).size).toBe(4);
});

test('rows set aside are not stored, nor the tokens of a subject that has no other row', async () => {
  const identity = `SELECT i::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('t' || i)::UUID AS token FROM range(3) AS r(i)`;
  const facts = `SELECT * REPLACE (CASE WHEN subject_id = 1 THEN 'quarter_invalid' END AS reason) FROM (${WAGES})`;
  const files = await store('wages', identity, facts);
  const subjects = 'SELECT subject_id::INTEGER AS s FROM FILE ORDER BY 1';
  expect(await read('identity', files.identityFile, subjects)).toEqual([{ s: 0 }, { s: 2 }]);
  expect(await read('facts', files.factsFile, subjects)).toEqual([{ s: 0 }, { s: 2 }]);
});

test('the same content in another row order gives the same files, so a repeated job changes nothing', async () => {
  const identity = (order: string) =>
    `SELECT i::UBIGINT AS subject_id, 1::USMALLINT AS "rule", md5('t' || i)::UUID AS token FROM range(500) AS r(i) ORDER BY i ${order}`;
  const facts = (order: string) => `SELECT * FROM (${WAGES}) ORDER BY subject_id ${order}`;
  expect(await store('wages', identity('DESC'), facts('DESC'))).toEqual(
    await store('wages', identity('ASC'), facts('ASC')),
  );
});
