import {
  enterVaultKeys,
  inTransaction,
  listUploadsToRekey,
  noteRekeyFailure,
  retireVaultKey,
} from '@credlink/store';
import { expect, test } from 'vitest';
import { harborCatalogue } from '../../../test/support/exchange-rows.ts';
import { HARBOR, HARBOR_AGREEMENT, refused, runningSteward } from '../../../test/support/running-steward.ts';

const { call, clock, database, db, trailOf } = runningSteward();

test('a run needs something to link and a release something linked', async () => {
  expect(await call('POST', '/v1/runs', {})).toMatchObject(refused(409, 'nothing_to_link'));
  expect(await call('POST', '/v1/releases', { title: 'First' })).toMatchObject(
    refused(409, 'nothing_to_release'),
  );
});

test('a run is ordered, rung for, shown and cancelled once', async () => {
  await enterCommittedUpload();
  const ordered = await call('POST', '/v1/runs', {});
  expect(ordered).toMatchObject({ status: 201, body: { state: 'ordered', progress: null, quality: null } });
  const runId = String(ordered.body.runId);
  expect(await queuedJobs()).toContain(`link-run-${runId}`);
  expect((await call('GET', `/v1/runs/${runId}`)).body).toEqual(ordered.body);
  expect((await call('DELETE', `/v1/runs/${runId}`)).body).toMatchObject({ state: 'cancelled' });
  expect(await call('DELETE', `/v1/runs/${runId}`)).toMatchObject(refused(409, 'run_state_forbids'));
  expect(await trailOf(runId)).toEqual(['run.ordered', 'run.cancelled']);
  expect(await call('GET', '/v1/runs/00000000-0000-4000-8000-000000000000')).toMatchObject(
    refused(404, 'not_found'),
  );
});

test('a release is ordered with a hold, the hold ends, the release is withdrawn; each step rings and is recorded', async () => {
  await enterLinkedRun();
  const ordered = await call('POST', '/v1/releases', { title: 'Spring', hold: true });
  expect(ordered).toMatchObject({
    status: 201,
    body: { title: 'Spring', policy: 'rounded', state: 'ordered', publishedId: null },
  });
  const releaseId = String(ordered.body.releaseId);
  const path = `/v1/releases/${releaseId}`;
  expect(await call('POST', `${path}/withdraw`)).toMatchObject(refused(409, 'release_state_forbids'));
  await db()
    .updateTable('release')
    .set({ state: 'held', published_id: '0123456789abcdef', release_file: 'f'.repeat(64) })
    .where('release_id', '=', releaseId)
    .execute();
  expect((await call('POST', `${path}/publish`)).body).toMatchObject({ state: 'held' });
  const { is_hold_asked } = await db()
    .selectFrom('release')
    .select('is_hold_asked')
    .where('release_id', '=', releaseId)
    .executeTakeFirstOrThrow();
  expect(is_hold_asked).toBe(false);
  expect((await call('POST', `${path}/withdraw`)).body).toMatchObject({
    state: 'withdrawn',
    finishedAt: expect.any(String),
  });
  expect(await call('POST', `${path}/publish`)).toMatchObject(refused(409, 'release_state_forbids'));
  expect(await trailOf(releaseId)).toEqual(['release.ordered', 'release.hold_ended', 'release.withdrawn']);
  expect(await queuedJobs()).toContain(`build-release-${releaseId}`);
  expect((await call('GET', '/v1/releases')).body.releases).toHaveLength(1);
});

test('uploads of everybody are listed by state and times, without a figure of their content', async () => {
  await enterCommittedUpload();
  const { uploads } = (await call('GET', '/v1/uploads')).body as { uploads: Record<string, unknown>[] };
  expect(Object.keys(uploads[0] ?? {}).sort()).toEqual([
    'createdAt',
    'finishedAt',
    'kind',
    'organisation',
    'refusalCode',
    'state',
    'uploadId',
  ]);
});

test('keys of the vault change when intake holds another one and nobody reads, and nothing is ordered meanwhile', async () => {
  await db().deleteFrom('run').where('state', 'in', ['ordered', 'linking']).execute();
  const vault = () => call('POST', '/v1/keys/vault', {});
  const held = { plain: 'a'.repeat(32), layer: null };
  const enter = (next: string | null) =>
    inTransaction(db(), 'test', (tx) => enterVaultKeys(tx, { ...held, next }, clock.now()));
  await enterCommittedUpload();
  await enter(null);
  expect(await vault()).toMatchObject(refused(409, 'no_vault_key_ready'));
  await enter('b'.repeat(32));
  const { body: run } = await call('POST', '/v1/runs', {});
  expect(await vault()).toMatchObject(refused(409, 'run_state_forbids'));
  await call('DELETE', `/v1/runs/${run.runId}`);
  await enterLinkedRun();
  const holding = await call('POST', '/v1/releases', { title: 'Held', hold: true });
  expect(await vault()).toMatchObject(refused(409, 'release_state_forbids'));
  await db().deleteFrom('release').where('release_id', '=', String(holding.body.releaseId)).execute();

  const changed = await vault();
  expect(changed).toMatchObject({ status: 202, body: { progress: { step: 'change vault keys', done: 0 } } });
  expect(changed.body.vaultKeys).toEqual([
    expect.objectContaining({ keyCheck: 'a'.repeat(32), state: 'retiring', isHeld: true }),
    expect.objectContaining({ keyCheck: 'b'.repeat(32), state: 'current', uploads: 0 }),
  ]);
  expect(await trailOf('b'.repeat(32))).toEqual(['vault_key.changed']);
  const toRekey = await listUploadsToRekey(db());
  const [stuck] = toRekey;
  if (stuck === undefined) throw new Error('no upload waits for the new key');
  expect((await call('GET', '/v1/keys')).body.heldUpBy).toEqual([]);
  await inTransaction(db(), 'test', (tx) => noteRekeyFailure(tx, stuck, 'vault_file_missing'));
  expect((await call('GET', '/v1/keys')).body.heldUpBy).toEqual([
    { uploadId: stuck, organisation: expect.any(String), code: 'vault_file_missing' },
  ]);
  const queued = await queuedJobs();
  expect(toRekey.length).toBeGreaterThan(0);
  for (const uploadId of toRekey) expect(queued).toContain(`rekey-upload-${uploadId}`);
  for (const [path, body] of [
    ['/v1/keys/vault', {}],
    ['/v1/runs', {}],
    ['/v1/releases', { title: 'Meanwhile' }],
  ] as const) {
    expect(await call('POST', path, body)).toMatchObject(refused(409, 'vault_keys_changing'));
  }
  await db()
    .updateTable('upload')
    .set({ vault_key_check: 'b'.repeat(32) })
    .execute();
  await inTransaction(db(), 'test', (tx) => retireVaultKey(tx, clock.now()));
  expect((await call('GET', '/v1/keys')).body).toMatchObject({ progress: null, heldUpBy: [] });
  expect((await call('POST', '/v1/runs', {})).status).toBe(201);
  expect(await vault()).toMatchObject(refused(409, 'no_vault_key_ready'));
});

async function enterCommittedUpload(): Promise<void> {
  await call('PUT', '/v1/organisations/harbor', HARBOR);
  await call('PUT', '/v1/agreements/AG-1', HARBOR_AGREEMENT);
  await db()
    .insertInto('upload')
    .values({
      upload_id: crypto.randomUUID(),
      organisation: 'harbor',
      agreement_id: 'AG-1',
      kind: 'holders',
      source_digest: crypto.randomUUID().replaceAll('-', '').repeat(2),
      key_epoch: 1,
      manifest: '{}',
      state: 'committed',
      identity_file: 'a'.repeat(64),
      facts_file: 'b'.repeat(64),
      created_at: clock.now(),
      finished_at: clock.now(),
    })
    .execute();
}

async function enterLinkedRun(): Promise<void> {
  await call('PUT', '/v1/catalogue', { catalogue: harborCatalogue('A', 'B', 'C', 'D') });
  await db()
    .insertInto('run')
    .values({
      run_id: crypto.randomUUID(),
      state: 'linked',
      ordered_by: 'test',
      ordered_at: clock.now(),
      links_file: 'c'.repeat(64),
      quality: '{}',
      finished_at: clock.now(),
    })
    .execute();
}

/** Job ids that wait in the queue. */
async function queuedJobs(): Promise<readonly string[]> {
  const pool = database.adminPool();
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM bullmq.job');
  return rows.map((row) => row.id);
}
