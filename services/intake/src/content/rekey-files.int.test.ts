import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '@credlink/contracts';
import {
  deriveVaultLayer,
  type Engine,
  openEngine,
  quoteText,
  type Vault,
  type VaultLayer,
  vaultView,
} from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveVaultKeys } from '../rules/derive-vault-keys.ts';
import { CATALOGUE_CODES, JUDGED_FACTS, SENT_IDENTITY } from './judge-content.ts';
import { rekeyFiles } from './rekey-files.ts';
import { type StoredFiles, storeContent } from './store-content.ts';

const KEYS = deriveVaultKeys(Buffer.alloc(16, 7));
const RULES = [
  { code: 1, role: 'candidate' },
  { code: 2, role: 'evidence' },
] as const;
const LAYER = deriveVaultLayer(Buffer.alloc(32, 1));
const OTHER = deriveVaultLayer(Buffer.alloc(32, 2));

const TOKENS = `SELECT i::UBIGINT AS subject_id, r::USMALLINT AS "rule", md5(i || '/' || r)::UUID AS token
  FROM range(500) AS s(i), unnest([1, 2]) AS t(r)`;
const WAGES = `SELECT i::UBIGINT AS subject_id, md5('firm' || i % 7)::UUID AS employer, if(i % 2 = 0, md5('unit' || i % 9)::UUID, NULL) AS employer_unit,
  '34' AS state_fips, 8100::SMALLINT AS quarter, i::BIGINT AS wage_cents, NULL::VARCHAR AS soc6,
  NULL::SMALLINT AS hours, NULL::VARCHAR AS reason FROM range(500) AS r(i)`;
const EMPLOYERS = `SELECT i::UBIGINT AS subject_id, md5('firm' || i)::UUID AS employer, md5('unit' || i)::UUID AS employer_unit,
  '238160' AS naics6, 5::SMALLINT AS ownership, '34' AS state_fips, NULL::VARCHAR AS county_fips, false AS is_multi_unit,
  md5('firm' || (i + 1))::UUID AS successor_of, NULL::SMALLINT AS first_quarter, NULL::SMALLINT AS last_quarter,
  NULL::VARCHAR AS reason FROM range(7) AS r(i)`;
const REGISTER = `SELECT i::UBIGINT AS subject_id, DATE '2020-01-01' AS record_updated, NULL::VARCHAR AS reason FROM range(500) AS r(i)`;

let folder: string;
let vault: Vault<'identity' | 'facts'>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-rekey-files-'));
  vault = await vaultView(join(folder, 'vault'), ['identity', 'facts']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inEngine<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({
    memoryLimit: '512MB',
    threads: 2,
    tempFolder: folder,
    folders: vault.folders,
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

const store = (kind: SourceKind, facts: string, layer: VaultLayer | null): Promise<StoredFiles> =>
  inEngine(async (engine) => {
    await engine.run(`CREATE TABLE ${CATALOGUE_CODES} AS SELECT 'MAT101' AS code`);
    await engine.run(
      `CREATE VIEW ${SENT_IDENTITY} AS ${TOKENS}${kind === 'employers' ? ' WHERE false' : ''}`,
    );
    await engine.run(`CREATE VIEW ${JUDGED_FACTS} AS ${facts}`);
    const uploadId = '0f1d8a80-1111-4000-8000-000000000001';
    return storeContent(engine, vault, { numberedBy: uploadId, kind, rules: RULES }, KEYS, layer);
  });

test.each([
  ['wages', WAGES],
  ['employers', EMPLOYERS],
  ['register', REGISTER],
] as const)(
  '%s: what is taken to another key is what would have been stored under it',
  async (kind, facts) => {
    const plain = await store(kind, facts, null);
    const content = (files: StoredFiles) => ({ files, kind, rules: RULES });
    const change = (files: StoredFiles, from: VaultLayer | null, to: VaultLayer | null) =>
      inEngine((engine) => rekeyFiles(engine, vault, content(files), { from, to }));
    const first = await change(plain, null, LAYER);
    expect(await store(kind, facts, LAYER)).toMatchObject(first);
    const second = await change(first, LAYER, OTHER);
    expect(await store(kind, facts, OTHER)).toMatchObject(second);
    expect(second.factsFile === plain.factsFile).toBe(kind === 'register');
    expect(plain).toMatchObject(await change(second, OTHER, null));
  },
);

test('employers still join over files once both are under the new key, and not before', async () => {
  const wages = await store('wages', WAGES, LAYER);
  const joined = async (files: StoredFiles): Promise<number> =>
    inEngine(async (engine) => {
      const [one, other] = [
        await vault.pathOf('facts', wages.factsFile),
        await vault.pathOf('facts', files.factsFile),
      ];
      return engine.scalar(
        `SELECT count(*) FROM read_parquet(${quoteText(one)}) w JOIN read_parquet(${quoteText(other)}) e USING (employer)`,
        [],
        Number,
      );
    });
  const employers = await store('employers', EMPLOYERS, null);
  expect(await joined(employers)).toBe(0);
  const change = { from: null, to: LAYER };
  const changed = await inEngine((engine) =>
    rekeyFiles(engine, vault, { files: employers, kind: 'employers', rules: RULES }, change),
  );
  expect(await joined(changed)).toBe(500);
});
