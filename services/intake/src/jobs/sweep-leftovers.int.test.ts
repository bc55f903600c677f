import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, fixedClock, openQueue, Secret } from '@credlink/runtime';
import { insertUpload, inTransaction, listUploadSummaries, startUploadValidation } from '@credlink/store';
import { vaultView } from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterAgreement, enterOrganisation } from '../../../../test/support/exchange-rows.ts';
import { holders, makeUpload } from '../../../../test/support/made-upload.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { contributorAuthentication, type IntakeContext } from '../context.ts';
import { intakeEvents } from '../events.ts';
import { vaultKeyring } from '../rules/vault-keyring.ts';
import { openSpool } from '../spool.ts';
import { ABANDONED_AFTER_HOURS, sweepLeftovers, UNREFERENCED_AFTER_HOURS } from './sweep-leftovers.ts';

const database = testDatabase();
const HOUR = 3_600_000;
const NOW = Date.now();
const clock = fixedClock(new Date(NOW));

let folder: string;
let context: IntakeContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-sweep-'));
  const admin = database.adminStore().db;
  await enterOrganisation(admin, 'harbor', { scopes: ['contribute'], kinds: ['holders'] });
  await enterAgreement(admin, 'harbor');
  const { db } = database.store('intake');
  const logger = createLogger({ name: 'test', level: 'error' });
  const queue = openQueue({
    backend: { kind: 'postgres', url: new Secret(database.url('queue')) },
    logger,
  });
  context = {
    db,
    clock,
    events: intakeEvents(logger),
    queue,
    spool: await openSpool(join(folder, 'spool')),
    vault: await vaultView(join(folder, 'vault'), ['identity', 'facts']),
    keyring: vaultKeyring(new Uint8Array(32)),
    engine: { memoryLimit: '256MB', threads: 1, tempFolder: join(folder, 'engine') },
    limits: { maxIdentityRows: 1, maxFactRows: 1, maxOpenUploads: 1, maxOpenGib: 1, spoolReserveGib: 0 },
    authentication: contributorAuthentication(db),
  };
});
afterAll(async () => {
  await context.queue.close();
  await rm(folder, { recursive: true, force: true });
});

/** An upload in state `receiving`, created and last written so many hours ago. */
async function receiving(createdHoursAgo: number, lastByteHoursAgo: number): Promise<string> {
  const { manifest } = await makeUpload(folder, holders(2));
  const uploadId = crypto.randomUUID();
  const createdAt = new Date(NOW - createdHoursAgo * HOUR);
  await inTransaction(context.db, 'test', (tx) =>
    insertUpload(tx, { uploadId, organisation: 'harbor', agreementId: 'AG-harbor', manifest, createdAt }),
  );
  await context.spool.prepare(uploadId);
  const lastByte = new Date(NOW - lastByteHoursAgo * HOUR);
  for (const file of ['identity', 'facts'] as const) {
    await utimes(context.spool.pathOf(uploadId, file), lastByte, lastByte);
  }
  return uploadId;
}

const stateOf = async (uploadId: string) =>
  (await listUploadSummaries(context.db)).find((upload) => upload.uploadId === uploadId)?.state;
const isSpooled = async (uploadId: string) => (await context.spool.list()).has(uploadId);

test('an upload nobody sent a byte of for a week is given up, one that still grows is not', async () => {
  const week = ABANDONED_AFTER_HOURS;
  const abandoned = await receiving(week + 1, week + 1);
  const slow = await receiving(week * 5, week - 1);
  const young = await receiving(week - 1, week - 1);
  await sweepLeftovers(context);
  expect(await Promise.all([abandoned, slow, young].map(stateOf))).toEqual([
    'withdrawn',
    'receiving',
    'receiving',
  ]);
  expect(await Promise.all([abandoned, slow, young].map(isSpooled))).toEqual([false, true, true]);
});

test('spooled files of an upload that is being validated stay, those of none go', async () => {
  const validating = await receiving(0, 0);
  await inTransaction(context.db, 'test', (tx) => startUploadValidation(tx, validating));
  const stray = crypto.randomUUID();
  await context.spool.prepare(stray);
  await sweepLeftovers(context);
  expect(await Promise.all([validating, stray].map(isSpooled))).toEqual([true, false]);
});

test('a vault file no upload refers to is removed once it is old enough, and what a killed writer left with it', async () => {
  const aged = async (name: string, hours: number) => {
    const path = join(folder, 'vault', 'identity', name);
    await writeFile(path, name);
    const at = new Date(NOW - hours * HOUR);
    await utimes(path, at, at);
  };
  await aged(`${'a'.repeat(64)}.parquet`, UNREFERENCED_AFTER_HOURS + 1);
  await aged(`${'b'.repeat(64)}.parquet`, UNREFERENCED_AFTER_HOURS - 1);
  await aged('incoming-killed.parquet', UNREFERENCED_AFTER_HOURS + 1);
  await sweepLeftovers(context);
  expect(await readdir(join(folder, 'vault', 'identity'))).toEqual([`${'b'.repeat(64)}.parquet`]);
});
