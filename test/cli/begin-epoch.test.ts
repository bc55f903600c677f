import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveKeyPair, startKeyholder } from '@credlink/keyholder';
import { createLogger, Secret, systemClock } from '@credlink/runtime';
import { bootstrapExchange, startSteward } from '@credlink/steward';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeParameters } from '../support/exchange-rows.ts';
import { testDatabase } from '../support/test-database.ts';
import { runInMemory } from './run-in-memory.ts';

const database = testDatabase();
const SEED = new Uint8Array(32).fill(9);
const logger = createLogger({ name: 'test', level: 'error' });
const clock = systemClock;
const edge = { host: '127.0.0.1', port: 0, logLevel: 'error' as const, requestsPerMinute: 10_000 };

let folder: string;
let steward: Awaited<ReturnType<typeof startSteward>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-begin-epoch-'));
  const { publicKey } = await deriveKeyPair(SEED, exchangeParameters());
  const { apiKey } = await bootstrapExchange(
    { db: database.store('steward').db, clock },
    {
      exchange: exchangeParameters({ oprfPublicKey: Buffer.from(publicKey).toString('base64') }),
      steward: { organisation: 'alliance', name: 'State alliance' },
    },
  );
  steward = await startSteward(
    {
      ...edge,
      databaseUrl: new Secret(database.url('steward')),
      queueUrl: { kind: 'postgres', url: new Secret(database.url('queue')) },
    },
    { logger, clock },
  );
  await writeFile(join(folder, 'steward.api-key'), apiKey);
  const { exchangeId } = exchangeParameters();
  const words = `key create --out ${join(folder, 'exchange-2.key')} --exchange ${exchangeId} --epoch 2`;
  const made = await runInMemory(words.split(' '), { workingFolder: folder });
  expect(made.exitCode, made.stderr).toBe(0);
});
afterAll(async () => {
  await steward.close();
  await rm(folder, { recursive: true, force: true });
});

/** `credlink keys begin-epoch`, with a keyholder that was given these seeds. */
async function begin(options: string, nextSeed?: Uint8Array) {
  const keyholder = await startKeyholder(
    {
      ...edge,
      databaseUrl: new Secret(database.url('keyholder')),
      oprfKey: new Secret(SEED),
      ...(nextSeed === undefined ? {} : { nextOprfKey: new Secret(nextSeed) }),
      threads: 1,
      maxDeclaredRows: 1000,
    },
    { logger, clock },
  );
  try {
    const profile = {
      urls: { steward: steward.url, keyholder: keyholder.url },
      apiKeyFile: 'steward.api-key',
    };
    await writeFile(join(folder, 'steward.json'), JSON.stringify(profile));
    const words = `keys begin-epoch --key ${join(folder, 'exchange-2.key')} --profile steward.json --quiet${options}`;
    return await runInMemory(words.split(' '), { workingFolder: folder });
  } finally {
    await keyholder.close();
  }
}

test('an epoch keeps the OPRF key only where the steward says so, and replaces it only where the keyholder has another', async () => {
  const forgotten = await begin('');
  expect(forgotten.exitCode).not.toBe(0);
  expect(forgotten.stderr).toContain('the keyholder has no new OPRF key');
  expect(forgotten.stderr.trim().split('\n')).toHaveLength(1);
  const kept = await begin(' --same-oprf-key');
  expect(kept.exitCode, kept.stderr).toBe(0);
  const other = new Uint8Array(32).fill(10);
  expect((await begin(' --same-oprf-key', other)).stderr).toContain('the keyholder was given a new OPRF key');
  const replaced = await begin('', other);
  expect(replaced.exitCode, replaced.stderr).toBe(0);
});
