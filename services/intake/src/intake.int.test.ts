import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enterAgreement,
  enterCatalogue,
  enterExchange,
  enterOrganisation,
} from '../../../test/support/exchange-rows.ts';
import { holders, type MadeUpload, makeUpload } from '../../../test/support/made-upload.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { uploadClient } from '../../../test/support/upload-client.ts';
import { type Intake, startIntake } from './start-intake.ts';

const database = testDatabase();
const clock = fixedClock(new Date('2026-11-23T12:00:00Z'));
const lines: string[] = [];

let folder: string;
let intake: Intake;
let harbor: ReturnType<typeof uploadClient>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-intake-'));
  const { db } = database.adminStore();
  await enterExchange(db);
  const apiKey = await enterOrganisation(db, 'harbor', {
    scopes: ['contribute'],
    kinds: ['holders', 'wages', 'employers'],
  });
  await enterAgreement(db, 'harbor');
  await enterCatalogue(db, ['HI-MT1', 'HI-MT2']);
  intake = await startIntake(
    {
      databaseUrl: new Secret(database.url('intake')),
      queueUrl: { kind: 'postgres', url: new Secret(database.url('queue')) },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'debug',
      vaultFolder: join(folder, 'vault'),
      spoolFolder: join(folder, 'spool'),
      vaultKey: new Secret(new Uint8Array(32).fill(3)),
      memoryLimit: '512MB',
      threads: 2,
      requestsPerMinute: 100_000,
      sweepSeconds: 3600,
    },
    {
      clock,
      logger: createLogger({
        name: 'intake',
        level: 'debug',
        destination: { write: (l) => void lines.push(l) },
      }),
    },
  );
  harbor = uploadClient(intake.url, apiKey);
});
afterAll(async () => {
  await intake.close();
  await rm(folder, { recursive: true, force: true });
});

const made = (salt: string, subjects = 5): Promise<MadeUpload> => makeUpload(folder, holders(subjects, salt));
const spooled = async () => (await readdir(join(folder, 'spool'))).filter((name) => name !== 'engine');
const inVault = (kind: 'identity' | 'facts') => readdir(join(folder, 'vault', kind));

test('an upload is committed: both files in the vault, the spool empty, the audit trail complete', async () => {
  const upload = await harbor.contribute(await made('happy'));
  expect(upload).toMatchObject({
    organisation: 'harbor',
    kind: 'holders',
    state: 'committed',
    subjects: 5,
    factRows: 5,
    refusal: null,
    quarantined: {},
  });
  const row = await database
    .adminStore()
    .db.selectFrom('upload')
    .select(['identity_file', 'facts_file'])
    .where('upload_id', '=', upload.uploadId)
    .executeTakeFirstOrThrow();
  expect(await inVault('identity')).toContain(`${row.identity_file}.parquet`);
  expect(await inVault('facts')).toContain(`${row.facts_file}.parquet`);
  expect((await spooled()).filter((name) => name.startsWith(upload.uploadId))).toEqual([]);
  const events = await database
    .adminStore()
    .db.selectFrom('audit_event')
    .select(['actor', 'action'])
    .where('subject', '=', upload.uploadId)
    .orderBy('event_no')
    .execute();
  expect(events).toEqual([
    { actor: expect.stringMatching(/^harbor\//), action: 'upload.created' },
    { actor: expect.stringMatching(/^harbor\//), action: 'upload.completed' },
    { actor: 'service:intake', action: 'upload.committed' },
  ]);
});

test('the exchange parameters are public', async () => {
  const response = await fetch(`${intake.url}/v1/exchange`);
  expect(await response.json()).toMatchObject({ name: 'Test exchange', keyEpoch: 1 });
});
