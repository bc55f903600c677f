import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, rejected, transient } from '@credlink/contracts';
import { createLogger, fixedClock } from '@credlink/runtime';
import {
  findAnyUpload,
  insertUpload,
  inTransaction,
  listUploadIds,
  startUploadValidation,
} from '@credlink/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterAgreement, enterOrganisation } from '../../../../test/support/exchange-rows.ts';
import { holders, makeUpload } from '../../../../test/support/made-upload.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { intakeEvents } from '../events.ts';
import { openSpool, type Spool } from '../spool.ts';
import { giveUpUpload } from './commit-upload.ts';

const database = testDatabase();
const AT = new Date('2026-05-01T00:00:00Z');

let folder: string;
let spool: Spool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-give-up-'));
  spool = await openSpool(join(folder, 'spool'));
  const admin = database.adminStore().db;
  await enterOrganisation(admin, 'harbor', { scopes: ['contribute'], kinds: ['holders'] });
  await enterAgreement(admin, 'harbor');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The state of an upload whose commit ended in this error, what its contributor is told, and whether it is rung again. */
async function afterGivingUp(error: unknown) {
  const { db } = database.store('intake');
  const { manifest } = await makeUpload(folder, holders(2));
  const uploadId = crypto.randomUUID();
  await inTransaction(db, 'test', async (tx) => {
    const createdAt = AT;
    await insertUpload(tx, {
      uploadId,
      organisation: 'harbor',
      agreementId: 'AG-harbor',
      manifest,
      createdAt,
    });
    await startUploadValidation(tx, uploadId);
  });
  await spool.prepare(uploadId);
  const events = intakeEvents(createLogger({ name: 'test', level: 'error' }));
  await giveUpUpload({ db, clock: fixedClock(AT), events, spool })({ uploadId }, error);
  const status = (await findAnyUpload(db, uploadId))?.status;
  return {
    state: status?.state,
    code: status?.state === 'refused' ? status.refusalCode : null,
    isSpooled: (await spool.list()).has(uploadId),
    isRungAgain: (await listUploadIds(db, 'validating', new Date('2999-01-01'))).includes(uploadId),
  };
}

const REFUSED = { state: 'refused', isSpooled: false, isRungAgain: false };

test.each([
  ['a fault of ours', fault('corrupt'), 'fault'],
  ['an error nobody foresaw', new TypeError('undefined is not a function'), 'fault'],
  ['a rejection', rejected('manifest_digest_differs', 'differs'), 'manifest_digest_differs'],
])('an upload whose commit ended in %s is refused and not tried for ever', async (_, error, code) => {
  expect(await afterGivingUp(error)).toEqual({ ...REFUSED, code });
});

test('an upload that may be committed later is left as it is and rung again', async () => {
  const left = await afterGivingUp(transient('service_unavailable', 'the disk is full'));
  expect(left).toEqual({ state: 'validating', code: null, isSpooled: true, isRungAgain: true });
});
