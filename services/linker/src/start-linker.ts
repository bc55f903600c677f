import {
  type Clock,
  claimTempFolder,
  createShutdown,
  type Logger,
  openQueue,
  startSweeper,
} from '@credlink/runtime';
import { assertRole, assertSchemaVersion, listUnfinishedRuns, openStore } from '@credlink/store';
import { vaultView } from '@credlink/vault';
import type { LinkerConfig } from './config.ts';
import type { LinkerContext } from './context.ts';
import { linkerEvents } from './events.ts';
import { giveUpRun, linkRun } from './jobs/link-run.ts';
import { sweepLinks } from './sweep-links.ts';

/** Newest migrations of the schemas this service works with. */
const SCHEMA_VERSIONS = ['0006-queue-role'];

export type LinkerDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Linker = { readonly close: () => Promise<void> };

/** Starts taking up runs. It listens on no port. */
export async function startLinker(
  config: LinkerConfig,
  { logger, clock }: LinkerDependencies,
): Promise<Linker> {
  const events = linkerEvents(logger);
  const shutdown = createShutdown();
  try {
    const store = openStore({ url: config.databaseUrl.reveal(), applicationName: 'credlink-linker' });
    shutdown.onClose('store', store.close);
    const { db } = store;
    await assertRole(db, 'linker');
    await assertSchemaVersion(db, SCHEMA_VERSIONS);
    const vault = await vaultView(config.vaultFolder, ['identity', 'links']);
    const temp = await claimTempFolder(config.tempFolder, 'linker');
    shutdown.onClose('temporary files', temp.remove);
    const context: LinkerContext = {
      db,
      vault,
      clock,
      events,
      engine: {
        memoryLimit: config.memoryLimit,
        threads: config.threads,
        tempFolder: temp.path,
      },
    };
    const queue = openQueue({ backend: config.queueUrl, logger });
    shutdown.onClose('queue', queue.close);
    await queue.work(
      { 'link-run': (payload, signal) => linkRun(context, payload, signal) },
      {
        concurrency: 1,
        signal: shutdown.signal,
        lockSeconds: config.jobLockSeconds,
        gaveUp: { 'link-run': (payload, error) => giveUpRun(context, payload, error) },
      },
    );
    const stopSweeper = startSweeper({
      queue,
      logger,
      intervalSeconds: config.sweepSeconds,
      listUnfinished: async () => {
        await sweepLinks(context);
        const runs = await listUnfinishedRuns(db);
        return runs.map((runId) => ({ name: 'link-run', payload: { runId } }));
      },
    });
    shutdown.onClose('sweeper', stopSweeper);
    events.linkerStarted({ threads: config.threads });
    return {
      close: async () => {
        await shutdown.close();
        events.linkerStopped({});
      },
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
