import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '@credlink/contracts';
import { afterAll, beforeAll } from 'vitest';
import { enterAgreement, enterCatalogue, enterExchange, enterOrganisation } from './exchange-rows.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import type { TestDatabase } from './test-database.ts';

/** Intake in a process of its own over a vault that outlives it, and one contributor. Usable inside tests and hooks. */
export type KillableIntake = {
  /** Of the vault (`vault`), the spool (`spool`) and what a test makes. */
  readonly folder: () => string;
  /** Of `harbor`. */
  readonly apiKey: () => string;
  /** @param settings beside the usual ones, or in their place */
  readonly start: (settings?: Readonly<Record<string, string>>) => Promise<ServiceProcess>;
  /** Kills the one that was started last, if it still runs. */
  readonly kill: () => Promise<void>;
};

/** Call once at the top of a test file. */
export function killableIntake(database: TestDatabase, kinds: readonly SourceKind[]): KillableIntake {
  let folder = '';
  let apiKey = '';
  let running: ServiceProcess | null = null;
  const kill = async (): Promise<void> => {
    await running?.kill();
    running = null;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'credlink-intake-'));
    const { db } = database.adminStore();
    await enterExchange(db);
    await enterCatalogue(db, ['HI-MT1']);
    apiKey = await enterOrganisation(db, 'harbor', { scopes: ['contribute'], kinds });
    await enterAgreement(db, 'harbor');
  });
  afterAll(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    folder: () => folder,
    apiKey: () => apiKey,
    kill,
    start: async (settings = {}) => {
      running = await startServiceProcess('intake', {
        CREDLINK_DATABASE_URL: database.url('intake'),
        CREDLINK_QUEUE_URL: database.url('queue'),
        CREDLINK_VAULT_FOLDER: join(folder, 'vault'),
        CREDLINK_SPOOL_FOLDER: join(folder, 'spool'),
        CREDLINK_VAULT_KEY: Buffer.alloc(32, 4).toString('base64'),
        CREDLINK_PORT: '0',
        CREDLINK_MEMORY_LIMIT: '512MB',
        CREDLINK_SWEEP_SECONDS: '1',
        CREDLINK_JOB_LOCK_SECONDS: '1',
        ...settings,
      });
      return running;
    },
  };
}
