import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine, quoteText } from '@credlink/vault';
import { afterEach, expect, test } from 'vitest';
import { killableIntake } from '../support/killable-intake.ts';
import { holders, type MadeUpload, makeUpload } from '../support/made-upload.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { testDatabase } from '../support/test-database.ts';
import { uploadClient } from '../support/upload-client.ts';

const database = testDatabase();

const intake = killableIntake(database, ['holders']);
const db = () => database.adminStore().db;

afterEach(intake.kill);

/** Sends bytes from `from` up to `to` as the beginning of a PATCH that never ends, and waits until they are on disk. */
async function sendPartOf(
  service: ServiceProcess,
  uploadId: string,
  bytes: Buffer,
  from: number,
  to: number,
): Promise<void> {
  const patch = request(`${service.url}/v1/uploads/${uploadId}/files/identity`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${intake.apiKey()}`,
      'tus-resumable': '1.0.0',
      'upload-offset': from,
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length - from,
    },
  });
  patch.on('error', () => undefined);
  patch.write(bytes.subarray(from, to));
  const client = uploadClient(service.url, intake.apiKey());
  for (let attempt = 0; (await client.show(uploadId)).received.identity < to; attempt++) {
    if (attempt > 1500) throw new Error('the bytes did not arrive within thirty seconds');
    await sleep(20);
  }
}

async function storedRows(uploadId: string): Promise<{ identity: number; facts: number }> {
  const row = await db()
    .selectFrom('upload')
    .select(['identity_file', 'facts_file'])
    .where('upload_id', '=', uploadId)
    .executeTakeFirstOrThrow();
  const vault = join(intake.folder(), 'vault');
  const engine = await openEngine({
    memoryLimit: '256MB',
    threads: 1,
    tempFolder: intake.folder(),
    folders: [vault],
  });
  try {
    const count = (kind: string, name: string | null, where: string) =>
      engine.scalar(
        `SELECT count(*) FROM read_parquet(${quoteText(join(vault, kind, `${name}.parquet`))}) WHERE ${where}`,
        [],
        Number,
      );
    return {
      identity: await count('identity', row.identity_file, 'rule > 0'),
      facts: await count('facts', row.facts_file, 'true'),
    };
  } finally {
    await engine.close();
  }
}

const committedEvents = async (uploadId: string): Promise<number> =>
  (
    await db()
      .selectFrom('audit_event')
      .select('event_no')
      .where('subject', '=', uploadId)
      .where('action', '=', 'upload.committed')
      .execute()
  ).length;

/** What the kill tests leave in the spool, engine folders aside. */
const spooled = async () =>
  (await readdir(join(intake.folder(), 'spool'))).filter((name) => name !== 'engine');

test('a server killed at random bytes of a transfer goes on at the byte it had, and the upload is committed', async () => {
  const file: MadeUpload = await makeUpload(intake.folder(), holders(60_000, 'killed in transfer'));
  const bytes = Buffer.from(file.identity);
  const cuts = [1, ...[1, 2, 3].map(() => 2 + Math.floor(Math.random() * (bytes.length - 3)))].sort(
    (a, b) => a - b,
  );
  let uploadId = '';
  let sent = 0;
  for (const cut of cuts) {
    const service = await intake.start();
    const client = uploadClient(service.url, intake.apiKey());
    ({ uploadId } = await client.create(file));
    const offset = await client.offset(uploadId, 'identity');
    expect(offset, `after a kill at byte ${sent}`).toBe(sent);
    if (offset < cut) await sendPartOf(service, uploadId, bytes, offset, cut);
    sent = cut;
    await service.kill();
  }
  const service = await intake.start();
  const client = uploadClient(service.url, intake.apiKey());
  await client.sendAll(uploadId, file);
  await client.commit(uploadId);
  expect((await client.ended(uploadId)).state, `cut at ${cuts.join(', ')}`).toBe('committed');
  expect(await storedRows(uploadId)).toEqual({ identity: 120_000, facts: 60_000 });
}, 240_000);

test('a server killed again and again during the commit commits exactly once, whole, and clears up', async () => {
  const file = await makeUpload(intake.folder(), holders(300_000, 'killed in commit'));
  let service = await intake.start();
  let client = uploadClient(service.url, intake.apiKey());
  const { uploadId } = await client.create(file);
  await client.sendAll(uploadId, file);
  await client.commit(uploadId);
  for (const milliseconds of [100, 1200, 1600, 2000]) {
    await sleep(milliseconds);
    await service.kill();
    const { state } = await db()
      .selectFrom('upload')
      .select('state')
      .where('upload_id', '=', uploadId)
      .executeTakeFirstOrThrow();
    expect(['validating', 'committed']).toContain(state);
    service = await intake.start();
  }
  client = uploadClient(service.url, intake.apiKey());
  expect((await client.ended(uploadId)).state).toBe('committed');
  expect(await committedEvents(uploadId)).toBe(1);
  expect(await storedRows(uploadId)).toEqual({ identity: 600_000, facts: 300_000 });
  for (let attempt = 0; (await spooled()).length > 0; attempt++) {
    if (attempt > 600) throw new Error(`left in the spool: ${(await spooled()).join(', ')}`);
    await sleep(100);
  }
}, 240_000);

test('a server that is asked to end finishes orderly, and its log holds no API key and no path', async () => {
  const service = await intake.start();
  const client = uploadClient(service.url, intake.apiKey());
  await client.contribute(await makeUpload(intake.folder(), holders(5, 'orderly')));
  expect(await service.end()).toBe(0);
  expect(service.output()).toContain('uploadCommitted');
  expect(service.output()).not.toContain('ck_');
  expect(service.output()).not.toContain(intake.folder());
});
