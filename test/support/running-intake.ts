import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Intake, type IntakeConfig, startIntake } from '@credlink/intake';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import type { Database } from '@credlink/store';
import { afterAll, beforeAll } from 'vitest';
import { enterAgreement, enterCatalogue, enterExchange, enterOrganisation } from './exchange-rows.ts';
import { testDatabase } from './test-database.ts';
import { uploadClient } from './upload-client.ts';

export type UploadClient = ReturnType<typeof uploadClient>;

/** The day of every test: noon of the 23rd. */
const NOON = new Date('2026-11-23T12:00:00Z');

/**
 * Call once at the top of a test file: an intake of its own, with two contributors, harbor and northgate.
 *
 * @param change of its settings, where a test is about one
 */
export function runningIntake(change: Partial<IntakeConfig> = {}) {
  const database = testDatabase();
  const clock = fixedClock(NOON);
  const lines: string[] = [];
  const opened: { folder: string; intake: Intake; harbor: UploadClient; northgate: UploadClient }[] = [];

  const db = (): Database => database.adminStore().db;
  const running = () => {
    const [found] = opened;
    if (found === undefined) throw new Error('intake runs inside tests only');
    return found;
  };

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'credlink-intake-'));
    await enterExchange(db());
    await enterCatalogue(db(), ['HI-MT1', 'HI-MT2']);
    const contributor = async (organisation: string): Promise<string> => {
      const kinds = ['holders', 'wages', 'employers'] as const;
      const apiKey = await enterOrganisation(db(), organisation, { scopes: ['contribute'], kinds });
      await enterAgreement(db(), organisation);
      return apiKey;
    };
    const intake = await startIntake(
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
        maxIdentityRows: 1_000_000,
        maxFactRows: 1_000_000,
        maxOpenUploads: 1000,
        maxOpenGib: 64,
        spoolReserveGib: 0,
        requestsPerMinute: 100_000,
        sweepSeconds: 3600,
        jobLockSeconds: 30,
        ...change,
      },
      {
        clock,
        logger: createLogger({
          name: 'intake',
          level: 'debug',
          destination: { write: (line) => void lines.push(line) },
        }),
      },
    );
    opened.push({
      folder,
      intake,
      harbor: uploadClient(intake.url, await contributor('harbor')),
      northgate: uploadClient(intake.url, await contributor('northgate')),
    });
  });
  afterAll(async () => {
    for (const { intake, folder } of opened) {
      await intake.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  return {
    clock,
    lines,
    db,
    url: () => running().intake.url,
    folder: () => running().folder,
    harbor: () => running().harbor,
    northgate: () => running().northgate,
    /** Names of the spooled files of an upload. */
    spooled: async (uploadId: string) =>
      (await readdir(join(running().folder, 'spool'))).filter((name) => name.startsWith(uploadId)),
    inVault: (kind: 'identity' | 'facts') => readdir(join(running().folder, 'vault', kind)),
    row: (uploadId: string) =>
      db()
        .selectFrom('upload')
        .select(['state', 'identity_file', 'facts_file', 'superseded_by'])
        .where('upload_id', '=', uploadId)
        .executeTakeFirstOrThrow(),
    /** `who action` of every event about a subject, in order; keys left out. */
    auditOf: async (subject: string) =>
      (
        await db()
          .selectFrom('audit_event')
          .select(['actor', 'action'])
          .where('subject', '=', subject)
          .orderBy('event_no')
          .execute()
      ).map(({ actor, action }) => `${actor.replace(/\/.*/, '')} ${action}`),
  };
}
