import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExchangeClient, exchangeClient } from '@credlink/client';
import type { Progress } from '@credlink/contracts';
import { systemClock } from '@credlink/runtime';
import type { LoginRole, ServiceRole } from '@credlink/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundExchange } from '../../services/embedded/src/found-exchange.ts';
import { openHome } from '../../services/embedded/src/home.ts';
import { loadFolder } from '../../services/embedded/src/load/load-folder.ts';
import type { Exchange } from '../../services/embedded/src/start-exchange.ts';
import { writeSampleFolder } from '../support/sample-folder.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { testDatabase } from '../support/test-database.ts';
import { TEST_PASSWORDS } from '../support/test-logins.ts';
import { freePort, type OwnRedis, startOwnRedis, whyNoOwnRedis } from '../support/test-redis.ts';

const noRedis = whyNoOwnRedis();

/** The production shape: a process a service, the queue on Redis. */
describe.skipIf(noRedis !== null)(
  `the whole chain on Redis${noRedis === null ? '' : ` (${noRedis})`}`,
  () => {
    const database = testDatabase();
    const running = new Map<ServiceRole, ServiceProcess>();
    let folder: string;
    let port: number;
    let redis: OwnRedis;
    let exchange: Exchange;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'credlink-redis-'));
      await writeSampleFolder(join(folder, 'files'), { persons: 300, quarters: 12 });
      port = await freePort();
      redis = await startOwnRedis(port);
      exchange = await startProcesses();
    }, 120_000);

    afterAll(async () => {
      for (const service of running.values()) await service.kill();
      await redis.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    });

    async function startProcesses(): Promise<Exchange> {
      const home = await openHome(join(folder, 'home'));
      const secrets = {
        passwords: TEST_PASSWORDS as Record<LoginRole, string>,
        oprfKey: randomBytes(32).toString('base64'),
        vaultKey: randomBytes(32).toString('base64'),
        releaseKey: randomBytes(32).toString('base64'),
      };
      const founded = await foundExchange({
        home,
        secrets,
        databaseUrl: database.url('steward'),
        clock: systemClock,
        name: 'On Redis',
      });
      const queue = { CREDLINK_QUEUE_URL: redis.url };
      const worker = { ...queue, CREDLINK_VAULT_FOLDER: home.vault, CREDLINK_MEMORY_LIMIT: '512MB' };
      const sweeping = { CREDLINK_SWEEP_SECONDS: '1', CREDLINK_JOB_LOCK_SECONDS: '2' };
      const listening = { CREDLINK_PORT: '0', CREDLINK_REQUESTS_PER_MINUTE: '60000' };
      const start = async (
        role: ServiceRole,
        settings: Readonly<Record<string, string>>,
      ): Promise<string> => {
        const service = await startServiceProcess(role, {
          CREDLINK_DATABASE_URL: database.url(role),
          ...settings,
        });
        running.set(role, service);
        return service.url;
      };
      const [keyholder, intake, steward, outcomes] = await Promise.all([
        start('keyholder', { ...listening, CREDLINK_OPRF_KEY: secrets.oprfKey }),
        start('intake', {
          ...worker,
          ...sweeping,
          ...listening,
          CREDLINK_SPOOL_FOLDER: home.spool,
          CREDLINK_VAULT_KEY: secrets.vaultKey,
        }),
        start('steward', { ...queue, ...listening }),
        start('outcomes', listening),
        start('linker', { ...worker, ...sweeping, CREDLINK_TEMP_FOLDER: home.temporary }),
        start('publisher', {
          ...worker,
          ...sweeping,
          CREDLINK_TEMP_FOLDER: home.temporary,
          CREDLINK_RELEASE_KEY: secrets.releaseKey,
        }),
      ]);
      const urls = { keyholder, intake, steward, outcomes };
      const clientOf = (apiKey: string | null): ExchangeClient => exchangeClient({ urls, apiKey });
      return {
        home,
        urls,
        databaseUrl: database.url,
        exchangeKey: founded.exchangeKey,
        exchangeKeyPath: founded.exchangeKeyPath,
        steward: clientOf(founded.stewardApiKey),
        clientOf,
        close: async () => undefined,
      };
    }

    /** Everything that was queued is gone with the server; an empty one comes back a second later. */
    async function loseRedis(): Promise<void> {
      await redis.end('SIGKILL');
      await sleep(1000);
      redis = await startOwnRedis(port);
    }

    test('files go in and a release comes out although Redis is killed and comes back empty at every stage', async () => {
      const stages = [/^contributing files/, /^linking/, /^releasing/];
      const losses: Promise<void>[] = [];
      const loseAtNextStage = ({ step, done }: Progress): void => {
        const stage = stages[losses.length];
        if (stage?.test(step) && (done > 4 || losses.length > 0)) losses.push(loseRedis());
      };
      const loaded = await loadFolder({
        exchange,
        folder: join(folder, 'files'),
        release: { title: 'On Redis', policy: 'rounded', hold: false, restate: false },
        publishHeld: false,
        today: systemClock.now().toISOString().slice(0, 10),
        onProgress: loseAtNextStage,
        signal: AbortSignal.timeout(120_000),
      });
      await Promise.all(losses);
      expect(losses).toHaveLength(3);
      expect(loaded.run.state).toBe('linked');
      expect(loaded.release.state).toBe('published');
      const { outcomes } = exchange.clientOf(null);
      expect((await outcomes.releases()).map((one) => one.releaseId)).toEqual([loaded.release.publishedId]);
      expect((await outcomes.certificate(loaded.release.publishedId ?? '')).cells.published).toBeGreaterThan(
        0,
      );
      const { db } = database.adminStore();
      const once = await db
        .selectFrom('audit_event')
        .select(['action', (eb) => eb.fn.countAll<number>().as('times')])
        .where('action', 'in', ['run.linked', 'release.published', 'run.failed', 'release.failed'])
        .groupBy('action')
        .orderBy('action')
        .execute();
      expect(once.map(({ action, times }) => [action, Number(times)])).toEqual([
        ['release.published', 1],
        ['run.linked', 1],
      ]);
    }, 180_000);

    test('every service ends orderly, also when Redis has gone for good', async () => {
      await redis.end('SIGKILL');
      const codes = await Promise.all(
        [...running].map(async ([role, service]) => [role, await service.end()] as const),
      );
      expect(codes.filter(([, code]) => code !== 0)).toEqual([]);
      expect(codes).toHaveLength(6);
    });
  },
);
