import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeVaultKey, inTransaction, listVaultKeys } from '@credlink/store';
import { openEngine, quoteText } from '@credlink/vault';
import { afterEach, expect, test } from 'vitest';
import { killableIntake } from '../support/killable-intake.ts';
import { holders, makeUpload } from '../support/made-upload.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { testDatabase } from '../support/test-database.ts';
import { uploadClient } from '../support/upload-client.ts';

const database = testDatabase();
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const [FIRST, SECOND] = [key(21), key(22)];

const intake = killableIntake(database, ['holders']);
const db = () => database.adminStore().db;

afterEach(intake.kill);

type Keys = { readonly inner?: string; readonly layer?: string; readonly next?: string };

const start = ({ inner, layer, next }: Keys): Promise<ServiceProcess> =>
  intake.start({
    ...(inner === undefined ? {} : { CREDLINK_VAULT_KEY: inner }),
    ...(layer === undefined ? {} : { CREDLINK_VAULT_LAYER_KEY: layer }),
    ...(next === undefined ? {} : { CREDLINK_NEXT_VAULT_LAYER_KEY: next }),
  });

const change = () => inTransaction(db(), 'test', (tx) => changeVaultKey(tx, new Date()));
const states = async () => (await listVaultKeys(db())).map(({ state, uploads }) => `${state} ${uploads}`);

async function untilRetired(): Promise<void> {
  for (let attempt = 0; (await listVaultKeys(db())).some(({ state }) => state === 'retiring'); attempt++) {
    if (attempt > 600) throw new Error(`the change did not end: ${(await states()).join(', ')}`);
    await sleep(100);
  }
}

/** Names of the files uploads refer to, by kind. */
async function named(): Promise<Readonly<Record<'identity' | 'facts', readonly string[]>>> {
  const rows = await db().selectFrom('upload').select(['identity_file', 'facts_file']).execute();
  const names = (column: 'identity_file' | 'facts_file') =>
    rows.map((row) => `${row[column]}.parquet`).toSorted();
  return { identity: names('identity_file'), facts: [...new Set(names('facts_file'))] };
}

/** Joins of candidate values within the vault, and the values themselves, of all identity files. */
async function candidates(): Promise<{
  readonly rows: number;
  readonly joins: number;
  readonly values: Set<string>;
}> {
  const vault = join(intake.folder(), 'vault');
  const engine = await openEngine({
    memoryLimit: '512MB',
    threads: 1,
    tempFolder: intake.folder(),
    folders: [vault],
  });
  try {
    const files = (await named()).identity.map((name) => quoteText(join(vault, 'identity', name)));
    const file = `read_parquet([${files.join(', ')}])`;
    const values = await engine.rows(`SELECT DISTINCT key FROM ${file} WHERE rule > 0`, [], ({ key }) =>
      String(key),
    );
    const count = (query: string) => engine.scalar(`SELECT count(*) FROM ${query}`, [], Number);
    return {
      rows: await count(`${file} WHERE rule > 0`),
      joins: await count(`${file} a JOIN ${file} b USING (rule, key) WHERE a.rule > 0`),
      values: new Set(values),
    };
  } finally {
    await engine.close();
  }
}

test('keys are changed twice, killed at random moments, while a contributor sends another file: all files end whole under the last key, and no other file is left', async () => {
  let service = await start({ next: FIRST });
  let client = uploadClient(service.url, intake.apiKey());
  for (const name of ['a', 'b', 'c']) {
    // Half of the tokens of a file are also those of another one.
    await client.contribute(await makeUpload(intake.folder(), holders(20_000, name)));
  }
  const before = await candidates();
  expect((await states()).toSorted()).toEqual(['current 3', 'ready 0']);
  await change();
  const pauses = Array.from({ length: 6 }, () => Math.floor(Math.random() * 900));
  for (const pause of pauses) {
    await sleep(pause);
    await service.kill();
    service = await start({ next: FIRST });
  }
  client = uploadClient(service.url, intake.apiKey());
  await client.contribute(await makeUpload(intake.folder(), holders(20_000, 'a')));
  await untilRetired();
  const first = await candidates();
  expect([...first.values].filter((value) => before.values.has(value))).toEqual([]);
  expect(first.rows).toBe(before.rows + 40_000);
  // The late file is the first one again, sent by another upload: it joins with it, record by record.
  expect(first.joins).toBe(before.joins + 3 * 40_000);
  expect(await readdir(join(intake.folder(), 'vault', 'identity'))).toEqual((await named()).identity);
  expect(await readdir(join(intake.folder(), 'vault', 'facts'))).toEqual((await named()).facts);
  await service.end();

  service = await start({ layer: FIRST, next: SECOND });
  await change();
  await untilRetired();
  const second = await candidates();
  expect([...second.values].filter((value) => first.values.has(value))).toEqual([]);
  expect({ rows: second.rows, joins: second.joins }).toEqual({ rows: first.rows, joins: first.joins });
  expect((await listVaultKeys(db())).map(({ uploadsRekeyed }) => uploadsRekeyed).toSorted()).toEqual([
    0, 3, 4,
  ]);
}, 240_000);

test('an intake without the key its files are under does not start, and says which keys are missing', async () => {
  for (const keys of [{ layer: FIRST }, { inner: key(5), layer: SECOND }, {}]) {
    const current = (await listVaultKeys(db())).find(({ state }) => state === 'current')?.keyCheck ?? '';
    await expect(start(keys)).rejects.toThrow(current);
  }
  const service = await start({ layer: SECOND });
  expect(
    (await listVaultKeys(db())).filter(({ isHeld, state }) => isHeld && state === 'retired'),
  ).toHaveLength(1);
  await service.end();
});
