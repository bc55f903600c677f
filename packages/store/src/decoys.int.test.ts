import { createHash, randomUUID } from 'node:crypto';
import { type DecoyOpening, decoyOpeningText } from '@credlink/contracts';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { enterAgreement, enterExchange, enterOrganisation } from '../../../test/support/exchange-rows.ts';
import { plainManifest } from '../../../test/support/plain-manifest.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { insertDecoys, numberDecoys, openDecoys, type StatedDecoys } from './decoys.ts';
import { endUploadWithEpoch } from './epoch-end.ts';
import { inTransaction } from './transaction.ts';
import { refuseUpload, withdrawUpload } from './upload.ts';

const database = testDatabase();
const admin = database.adminStore().db;
const intake = database.store('intake').db;
const linker = database.store('linker').db;
const AT = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  await enterExchange(admin);
  await enterOrganisation(admin, 'body', { scopes: ['contribute'], kinds: ['holders'] });
  await enterAgreement(admin, 'body');
});
beforeEach(async () => {
  for (const table of ['run_upload', 'run', 'upload_decoys', 'upload'] as const)
    await admin.deleteFrom(table).execute();
});

type Planted = { readonly uploadId: string; readonly stated: StatedDecoys };

/** An upload with one decoy, of which the vault's number is given. */
async function plant(
  number: string,
  state: 'validating' | 'committed',
  change: { readonly supersedes?: string } = {},
): Promise<Planted> {
  const uploadId = randomUUID();
  const opening: DecoyOpening = {
    salt: createHash('sha256').update(uploadId).digest('hex'),
    decoys: [{ subject: '1', kind: 'stranger', of: null }],
  };
  const commitment = createHash('sha256').update(decoyOpeningText(opening)).digest('hex');
  const stated = { count: 1, commitment };
  const keyEpoch = change.supersedes === undefined ? 1 : 2;
  const isCommitted = state === 'committed';
  await admin
    .insertInto('upload')
    .values({
      upload_id: uploadId,
      organisation: 'body',
      agreement_id: 'AG-body',
      kind: 'holders',
      source_digest: commitment,
      key_epoch: keyEpoch,
      manifest: JSON.stringify(
        plainManifest('holders', commitment, {
          keyEpoch,
          decoys: stated,
          supersedes: change.supersedes ?? null,
        }),
      ),
      state,
      identity_file: isCommitted ? `identity ${number}` : null,
      facts_file: isCommitted ? `facts ${number}` : null,
      supersedes: change.supersedes ?? null,
      created_at: AT,
      finished_at: isCommitted ? AT : null,
    })
    .execute();
  await inTransaction(intake, 'plant', async (tx) => {
    await insertDecoys(tx, uploadId, stated, opening);
    await numberDecoys(tx, uploadId, [{ subject: number, kind: 'stranger', of: null }]);
  });
  return { uploadId, stated };
}

/** A run that reads the uploads and is linking. */
async function linking(...uploads: readonly Planted[]): Promise<string> {
  const runId = randomUUID();
  await admin
    .insertInto('run')
    .values({ run_id: runId, state: 'linking', ordered_by: 'test', ordered_at: AT })
    .execute();
  for (const { uploadId } of uploads)
    await admin.insertInto('run_upload').values({ run_id: runId, upload_id: uploadId }).execute();
  return runId;
}

const open = (runId: string, ...uploads: readonly Planted[]) =>
  inTransaction(linker, 'open', (tx) =>
    openDecoys(tx, runId, 'd'.repeat(32), new Map(uploads.map(({ uploadId, stated }) => [uploadId, stated]))),
  );

const numbered = (number: string) => [{ subject: number, kind: 'stranger', of: null }];

test('the linker is told of decoys by one function, which is shut until a linking run has a digest', async () => {
  const upload = await plant('17', 'committed');
  const runId = await linking(upload);
  const told = async () =>
    (await sql`SELECT upload_id FROM open_decoys(${runId}::uuid)`.execute(linker)).rows.length;
  expect(await told()).toBe(0);
  expect(await open(runId, upload)).toEqual([{ uploadId: upload.uploadId, decoys: numbered('17') }]);
  expect(await told()).toBe(1);
  await admin.updateTable('run').set({ state: 'cancelled' }).where('run_id', '=', runId).execute();
  expect(await told()).toBe(0);
  expect(await open(runId, upload)).toBeNull();
  await expect(linker.selectFrom('upload_decoys').selectAll().execute()).rejects.toThrow('permission denied');
});

test('a run is told of its own uploads alone', async () => {
  const [read, other] = [await plant('17', 'committed'), await plant('18', 'committed')];
  const runId = await linking(read);
  expect(await open(runId, read)).toHaveLength(1);
  const { rows } = await sql<{
    upload_id: string;
  }>`SELECT upload_id FROM open_decoys(${runId}::uuid)`.execute(linker);
  expect(rows.map(({ upload_id }) => upload_id)).toEqual([read.uploadId]);
  expect(other.uploadId).not.toBe(read.uploadId);
});

test('no run goes on without knowing all of them', async () => {
  const upload = await plant('17', 'committed');
  const runId = await linking(upload);
  const other = { ...upload, stated: { ...upload.stated, commitment: 'e'.repeat(64) } };
  await expect(open(runId, other)).rejects.toMatchObject({ kind: 'fault' });
  const more = { ...upload, stated: { ...upload.stated, count: 2 } };
  await expect(open(runId, more)).rejects.toMatchObject({ kind: 'fault' });
  await inTransaction(intake, 'withdraw', (tx) => withdrawUpload(tx, upload.uploadId, AT));
  // The run begins again, without the upload.
  await expect(open(runId, upload)).rejects.toMatchObject({ kind: 'transient', code: 'service_unavailable' });
  const run = await admin
    .selectFrom('run')
    .select('blind_digest')
    .where('run_id', '=', runId)
    .executeTakeFirst();
  expect(run?.blind_digest, 'nothing was opened').toBeNull();
});

test('an upload that is withdrawn or refused leaves none behind, one that cannot be keeps them', async () => {
  const count = async () => (await intake.selectFrom('upload_decoys').select('upload_id').execute()).length;
  const { uploadId } = await plant('17', 'committed');
  expect(await inTransaction(intake, 'refuse', (tx) => refuseUpload(tx, uploadId, 'fault', AT))).toBe(false);
  expect(await count()).toBe(1);
  expect(await inTransaction(intake, 'withdraw', (tx) => withdrawUpload(tx, uploadId, AT))).toBe(true);
  expect(await count()).toBe(0);
  const judged = await plant('18', 'validating');
  expect(await inTransaction(intake, 'refuse', (tx) => refuseUpload(tx, judged.uploadId, 'fault', AT))).toBe(
    true,
  );
  expect(await count()).toBe(0);
});

test('an upload that goes on under the next key epoch has the decoys of the file it goes on with', async () => {
  const older = await plant('17', 'committed');
  const newer = await plant('18', 'committed', { supersedes: older.uploadId });
  const ending = {
    uploadId: older.uploadId,
    replacement: newer.uploadId,
    isContinued: true,
    files: { identity: 'identity 17', facts: 'facts 17' },
  };
  expect(await inTransaction(intake, 'end', (tx) => endUploadWithEpoch(tx, ending, AT))).toBe(true);
  const continued = { uploadId: older.uploadId, stated: newer.stated };
  const runId = await linking(continued);
  expect(await open(runId, continued)).toEqual([{ uploadId: older.uploadId, decoys: numbered('18') }]);
  await expect(open(await linking(older), older), 'those of before are gone').rejects.toMatchObject({
    kind: 'fault',
  });
});
