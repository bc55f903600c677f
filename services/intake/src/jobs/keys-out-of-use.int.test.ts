import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, openQueue, Secret, systemClock } from '@credlink/runtime';
import {
  beginEpoch,
  changeVaultKey,
  cutOver,
  enterVaultKeys,
  findAnyUpload,
  insertUpload,
  inTransaction,
  listKeyEpochs,
  listVaultKeys,
  startUploadValidation,
} from '@credlink/store';
import { vaultView } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  enterAgreement,
  enterCatalogue,
  enterExchange,
  enterOrganisation,
} from '../../../../test/support/exchange-rows.ts';
import { holders, makeUpload } from '../../../../test/support/made-upload.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { contributorAuthentication, type IntakeContext } from '../context.ts';
import { intakeEvents } from '../events.ts';
import { finishVaultKeyChange } from '../finish-vault-key-change.ts';
import { vaultKeyring } from '../rules/vault-keyring.ts';
import { openSpool } from '../spool.ts';
import { commitUpload } from './commit-upload.ts';
import { endEpoch } from './end-epoch.ts';

const database = testDatabase();
const signal = new AbortController().signal;

let folder: string;
let context: IntakeContext;
let isEntered = false;
/** What happens once a commit has written this file; it names both after the facts. */
let afterWriting: (kind: 'identity' | 'facts') => Promise<void> = async () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-out-of-use-'));
  const admin = database.adminStore().db;
  const { db } = database.store('intake');
  const round = Buffer.alloc(32, isEntered ? 2 : 1);
  const layer = isEntered ? new Uint8Array(Buffer.alloc(32, 1)) : undefined;
  if (!isEntered) {
    isEntered = true;
    await enterExchange(admin);
    await enterCatalogue(admin, ['HI-MT1']);
    await enterOrganisation(admin, 'harbor', { scopes: ['contribute'], kinds: ['holders'] });
    await enterAgreement(admin, 'harbor');
  }
  const logger = createLogger({ name: 'test', level: 'error' });
  const keyring = vaultKeyring(new Uint8Array(32), { layer, next: new Uint8Array(round) });
  await inTransaction(db, 'test', (tx) => enterVaultKeys(tx, keyring, new Date()));
  const vault = await vaultView(join(folder, 'vault'), ['identity', 'facts']);
  context = {
    db,
    clock: systemClock,
    events: intakeEvents(logger),
    queue: openQueue({ backend: { kind: 'postgres', url: new Secret(database.url('queue')) }, logger }),
    spool: await openSpool(join(folder, 'spool')),
    vault: {
      ...vault,
      put: async (kind, path) => {
        const digest = await vault.put(kind, path);
        await afterWriting(kind);
        return digest;
      },
    },
    keyring,
    engine: { memoryLimit: '512MB', threads: 1, tempFolder: join(folder, 'engine') },
    limits: { maxIdentityRows: 100, maxFactRows: 100, maxOpenUploads: 9, maxOpenGib: 1, spoolReserveGib: 0 },
    authentication: contributorAuthentication(db),
  };
});
afterEach(async () => {
  afterWriting = async () => undefined;
  await context.queue.close();
  await rm(folder, { recursive: true, force: true });
});

/** An upload all of whose bytes have come. */
async function received(keyEpoch: number): Promise<string> {
  const made = await makeUpload(folder, { ...holders(5), manifest: { keyEpoch } });
  const uploadId = crypto.randomUUID();
  const createdAt = new Date();
  await inTransaction(context.db, 'test', async (tx) => {
    const upload = { uploadId, organisation: 'harbor', agreementId: 'AG-harbor', createdAt };
    await insertUpload(tx, { ...upload, manifest: made.manifest });
    await startUploadValidation(tx, uploadId);
  });
  await context.spool.prepare(uploadId);
  for (const file of ['identity', 'facts'] as const) {
    await writeFile(context.spool.pathOf(uploadId, file), made[file]);
  }
  return uploadId;
}

const commit = (uploadId: string) => commitUpload(context)({ uploadId }, signal);
const stateOf = async (uploadId: string) => (await findAnyUpload(context.db, uploadId))?.status.state;
const inVault = async () => [
  ...(await readdir(join(folder, 'vault', 'identity'))),
  ...(await readdir(join(folder, 'vault', 'facts'))),
];
const isRetiring = async () => (await listVaultKeys(context.db)).some(({ state }) => state === 'retiring');
const changeKey = () =>
  inTransaction(database.adminStore().db, 'test', (tx) => changeVaultKey(tx, new Date()));
const KILLED = new Error('killed');

test('a commit in flight keeps the key of its files from being retired, leaves no file, and is made again under the new key', async () => {
  const uploadId = await received(1);
  const seen: { isRetiring: boolean; files: number }[] = [];
  afterWriting = async (kind) => {
    if (kind === 'identity') return changeKey().then(() => undefined);
    await finishVaultKeyChange(context);
    seen.push({ isRetiring: await isRetiring(), files: (await inVault()).length });
  };
  await expect(commit(uploadId)).rejects.toMatchObject({ kind: 'transient', code: 'service_unavailable' });
  expect(seen).toEqual([{ isRetiring: true, files: 2 }]);
  expect(await inVault()).toEqual([]);
  await finishVaultKeyChange(context);
  expect(await isRetiring()).toBe(false);

  afterWriting = async () => undefined;
  await commit(uploadId);
  expect(await stateOf(uploadId)).toBe('committed');
  expect(await inVault()).toHaveLength(2);
});

test('files of a commit that was killed after the change of keys are gone when the old key is retired', async () => {
  const uploadId = await received(1);
  afterWriting = async (kind) => {
    if (kind === 'facts') throw KILLED;
    await changeKey();
  };
  // Upload of the test before has no files in this vault.
  await database.adminStore().db.deleteFrom('upload').where('upload_id', '<>', uploadId).execute();
  await expect(commit(uploadId)).rejects.toBe(KILLED);
  expect(await inVault()).toHaveLength(2);
  await finishVaultKeyChange(context);
  expect(await isRetiring()).toBe(false);
  expect(await inVault()).toEqual([]);
});

test('a commit whose file is removed while it is written under the current key is made again, not refused', async () => {
  const uploadId = await received(1);
  afterWriting = async (kind) => {
    if (kind === 'facts') await rm(join(folder, 'vault', 'identity'), { recursive: true });
  };
  await expect(commit(uploadId)).rejects.toMatchObject({ kind: 'transient' });
  expect(await stateOf(uploadId)).toBe('validating');
});

test('tokens of a commit that was killed after the cut-over are gone when the epoch has ended, and no epoch ends under a commit', async () => {
  const admin = database.adminStore().db;
  await inTransaction(admin, 'test', (tx) =>
    beginEpoch(
      tx,
      {
        keyEpoch: 2,
        keyCheckValue: 'cd'.repeat(16),
        oprfPublicKey: Buffer.alloc(32, 2).toString('base64'),
        due: null,
      },
      new Date(),
    ),
  );
  const uploadId = await received(1);
  const states: (string | undefined)[] = [];
  const end = () => endEpoch(context)({ keyEpoch: 1 }, signal);
  const stateOfEpoch = async () => (await listKeyEpochs(context.db))[0]?.state;
  afterWriting = async (kind) => {
    if (kind === 'facts') throw KILLED;
    await inTransaction(admin, 'test', (tx) => cutOver(tx, new Set(['harbor']), new Date()));
    await end();
    states.push(await stateOfEpoch());
  };
  await expect(commit(uploadId)).rejects.toBe(KILLED);
  expect(states).toEqual(['ending']);
  expect(await stateOf(uploadId)).toBe('withdrawn');
  expect(await inVault()).toHaveLength(2);
  await end();
  expect(await stateOfEpoch()).toBe('ended');
  expect(await inVault()).toEqual([]);
});
