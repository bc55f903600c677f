import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beginEpoch, cutOver, freezeRunInputs, inTransaction, listKeyEpochs } from '@credlink/store';
import { packFor } from '@credlink/tokens';
import { beforeAll, expect, test } from 'vitest';
import { killableIntake } from '../support/killable-intake.ts';
import { holders, makeUpload, type UploadRecipe } from '../support/made-upload.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { testDatabase } from '../support/test-database.ts';
import { uploadClient } from '../support/upload-client.ts';

const database = testDatabase();
const intake = killableIntake(database, ['holders', 'wages']);
const db = () => database.adminStore().db;

let service: ServiceProcess;

beforeAll(async () => {
  service = await intake.start();
});

/** Wages of 30 people in one quarter, tokenised in an epoch. */
function wages(quarter: number, cents: number, keyEpoch: number, supersedes: string | null): UploadRecipe {
  const rules = packFor('wages').rules.map(({ code }) => code);
  return {
    kind: 'wages',
    identity: `SELECT i::UBIGINT AS subject_id, r::USMALLINT AS "rule", md5('${keyEpoch} ' || i || '-' || r)::UUID AS token
      FROM range(30) AS s(i), unnest([${rules.join(', ')}]) AS t(r)`,
    facts: `SELECT i::UBIGINT AS subject_id, md5('${keyEpoch} firm')::UUID AS employer, md5('${keyEpoch} unit')::UUID AS employer_unit,
      '34' AS state_fips, ${quarter}::SMALLINT AS quarter, ${cents}::BIGINT AS wage_cents, NULL::VARCHAR AS soc6,
      NULL::SMALLINT AS hours FROM range(30) AS s(i)`,
    manifest: { keyEpoch, supersedes },
  };
}

/** Awards, tokenised in an epoch: facts are those of the name, tokens those of the epoch as well. */
function awards(name: number, keyEpoch: number, supersedes: string | null): UploadRecipe {
  const { facts } = holders(20, `${name}`);
  const { identity } = holders(20, `${name} in ${keyEpoch}`);
  return { kind: 'holders', identity, facts, manifest: { keyEpoch, supersedes } };
}

async function contribute(
  recipe: UploadRecipe,
): Promise<{ readonly uploadId: string; readonly state: string }> {
  return uploadClient(service.url, intake.apiKey()).contribute(await makeUpload(intake.folder(), recipe));
}

const show = (uploadId: string) => uploadClient(service.url, intake.apiKey()).show(uploadId);

const begin = (keyEpoch: number) =>
  inTransaction(db(), 'begin', (tx) =>
    beginEpoch(
      tx,
      {
        keyEpoch,
        keyCheckValue: `c${keyEpoch}`.repeat(16),
        oprfPublicKey: Buffer.alloc(32, keyEpoch).toString('base64'),
        due: null,
      },
      new Date(),
    ),
  );
const cut = () => inTransaction(db(), 'cut', (tx) => cutOver(tx, new Set(), new Date()));
const epoch = async (keyEpoch: number) =>
  (await listKeyEpochs(db())).find((one) => one.keyEpoch === keyEpoch);

async function untilEnded(keyEpoch: number): Promise<void> {
  for (let attempt = 0; (await epoch(keyEpoch))?.state !== 'ended'; attempt++) {
    if (attempt > 600) throw new Error('the epoch did not end');
    await sleep(100);
  }
}

async function rows() {
  const found = await db()
    .selectFrom('upload')
    .select(['upload_id', 'state', 'key_epoch', 'superseded_by', 'identity_file', 'facts_file'])
    .execute();
  return new Map(found.map((row) => [row.upload_id, row]));
}

/** What lies in the vault is what uploads name, and nothing else. */
async function expectOnlyNamedFiles(): Promise<void> {
  const named = [...(await rows()).values()];
  for (const [kind, column] of [
    ['identity', 'identity_file'],
    ['facts', 'facts_file'],
  ] as const) {
    const names = new Set(named.flatMap((row) => (row[column] === null ? [] : [`${row[column]}.parquet`])));
    expect((await readdir(join(intake.folder(), 'vault', kind))).toSorted()).toEqual([...names].toSorted());
  }
}

/** A release that readers see was made from these uploads. */
async function showReleaseOf(uploadId: string): Promise<void> {
  const releaseId = randomUUID();
  const at = new Date('2026-01-01T00:00:00Z');
  const release = { release_id: releaseId, title: 'Test', policy: 'rounded' as const, is_hold_asked: false };
  await db()
    .insertInto('release')
    .values({
      ...release,
      state: 'published',
      ordered_by: 'test',
      ordered_at: at,
      finished_at: at,
      published_id: 'ab'.repeat(8),
      release_file: 'cd'.repeat(32),
    })
    .execute();
  const file = 'ef'.repeat(32);
  await db()
    .insertInto('ledger')
    .values({
      release_id: releaseId,
      published_id: 'ab'.repeat(8),
      shown_at: at,
      figures_file: file,
      sets_file: file,
      persons_file: file,
      rosters_file: file,
      records_file: file,
    })
    .execute();
  await db().insertInto('ledger_upload').values({ release_id: releaseId, upload_id: uploadId }).execute();
}

const FIRST_QUARTER = 8096;
let read: string;
let newer: string;

test('a superseded vintage that a release reads is sent again under the next epoch with its own content, and stays a vintage', async () => {
  read = (await contribute(wages(FIRST_QUARTER, 900_000, 1, null))).uploadId;
  newer = (await contribute(wages(FIRST_QUARTER, 910_000, 1, read))).uploadId;
  const unread = (await contribute(wages(FIRST_QUARTER + 1, 900_000, 1, null))).uploadId;
  const other = (await contribute(wages(FIRST_QUARTER + 1, 910_000, 1, unread))).uploadId;
  await showReleaseOf(read);
  await begin(2);
  const asked = await Promise.all([read, newer, unread, other].map(show));
  expect(asked.map(({ retokenise }) => retokenise)).toEqual(['needed', 'needed', null, 'needed']);

  const again = [
    await contribute(wages(FIRST_QUARTER, 910_000, 2, newer)),
    await contribute(wages(FIRST_QUARTER + 1, 910_000, 2, other)),
  ];
  expect(again.map(({ state }) => state)).toEqual(['committed', 'committed']);
  await expect(cut()).rejects.toMatchObject({
    code: 'key_epoch_incomplete',
    message: expect.stringContaining('harbor (1)'),
  });
  // In its place the newer content would count twice.
  const wrong = await contribute(wages(FIRST_QUARTER, 910_000, 2, read));
  expect(await show(wrong.uploadId)).toMatchObject({
    state: 'refused',
    refusal: { code: 'upload_state_forbids' },
  });
  const vintage = await contribute(wages(FIRST_QUARTER, 900_000, 2, read));
  expect(vintage.state).toBe('committed');

  expect(await cut()).toBe(2);
  await untilEnded(1);
  const now = await rows();
  expect(now.get(read)).toMatchObject({ state: 'superseded', superseded_by: newer, key_epoch: 2 });
  expect(now.get(newer)).toMatchObject({ state: 'committed', key_epoch: 2 });
  expect(now.get(other)).toMatchObject({ state: 'committed', key_epoch: 2 });
  expect(now.get(unread)).toMatchObject({ state: 'withdrawn', identity_file: null });
  for (const { uploadId } of [...again, vintage])
    expect(now.get(uploadId)).toMatchObject({ state: 'withdrawn', identity_file: null, facts_file: null });
  await expectOnlyNamedFiles();

  const runId = randomUUID();
  await db()
    .insertInto('run')
    .values({ run_id: runId, state: 'ordered', ordered_by: 'test', ordered_at: new Date() })
    .execute();
  const inputs = await inTransaction(database.store('linker').db, 'freeze', (tx) =>
    freezeRunInputs(tx, runId, '2026-06-01'),
  );
  expect(inputs.map(({ uploadId }) => uploadId).toSorted()).toEqual([read, newer, other].toSorted());
  await db().deleteFrom('run_upload').execute();
  await db().deleteFrom('run').execute();
}, 120_000);

test('intake killed again and again while an epoch ends: every upload goes on once or ends, and no token of the epoch is left', async () => {
  const firsts: string[] = [];
  for (let name = 0; name < 24; name += 1) firsts.push((await contribute(awards(name, 2, null))).uploadId);
  const before = await rows();
  const old = [...before.values()].flatMap(({ identity_file }) => identity_file ?? []);
  await begin(3);
  const sent: string[] = [];
  for (const [name, uploadId] of firsts.entries())
    sent.push((await contribute(awards(name, 3, uploadId))).uploadId);
  const committed = [...before.values()].filter(
    ({ state, upload_id }) => state === 'committed' && !firsts.includes(upload_id),
  );
  expect(committed).toHaveLength(2);
  await contribute(wages(FIRST_QUARTER, 910_000, 3, newer));
  await contribute(wages(FIRST_QUARTER, 900_000, 3, read));
  // One is left behind, and ends with its epoch.
  expect(await inTransaction(db(), 'cut', (tx) => cutOver(tx, new Set(['harbor']), new Date()))).toBe(3);

  const seen: number[] = [];
  while (seen.length < 6) {
    const already = (await epoch(2))?.uploadsReplaced ?? 0;
    if (already >= 26) break;
    // Killed as soon as it has moved anything, so in the middle of the next upload.
    for (let look = 0; look < 5000 && (await epoch(2))?.uploadsReplaced === already; look += 1)
      await sleep(1);
    await service.kill();
    seen.push((await epoch(2))?.uploadsReplaced ?? 0);
    service = await intake.start();
  }
  expect(
    seen.filter((count) => count > 0 && count < 26).length,
    `killed after ${seen.join(', ')} of 26`,
  ).toBeGreaterThan(0);
  await untilEnded(2);

  expect(await epoch(2)).toMatchObject({ uploadsReplaced: 26, uploadsDropped: 1 });
  const now = await rows();
  for (const uploadId of [...firsts, newer])
    expect(now.get(uploadId)).toMatchObject({ state: 'committed', key_epoch: 3 });
  expect(now.get(read)).toMatchObject({ state: 'superseded', superseded_by: newer, key_epoch: 3 });
  for (const uploadId of sent)
    expect(now.get(uploadId)).toMatchObject({ state: 'withdrawn', facts_file: null });
  await expectOnlyNamedFiles();
  const left = await readdir(join(intake.folder(), 'vault', 'identity'));
  expect(left.filter((name) => old.some((digest) => name.startsWith(digest)))).toEqual([]);
  expect(left).toHaveLength(26);
  const events = await db()
    .selectFrom('audit_event')
    .select(['action', 'subject'])
    .where('action', 'in', ['upload.retokenised', 'upload.ended', 'key_epoch.ended'])
    .execute();
  const ofRound = events.filter(({ subject }) => firsts.includes(subject));
  expect(ofRound).toHaveLength(firsts.length);
  expect(
    events.filter(({ action, subject }) => action === 'key_epoch.ended' && subject === 'epoch 2'),
  ).toHaveLength(1);
}, 240_000);
