import {
  type Clock,
  claimTempFolder,
  createShutdown,
  type Logger,
  openQueue,
  startSweeper,
} from '@credlink/runtime';
import { assertRole, assertSchemaVersion, listUnfinishedReleases, openStore } from '@credlink/store';
import { vaultView } from '@credlink/vault';
import type { PublisherConfig } from './config.ts';
import type { PublisherContext } from './context.ts';
import { publisherEvents } from './events.ts';
import { buildRelease, giveUpRelease } from './jobs/build-release.ts';
import { removeWithdrawn } from './remove-withdrawn.ts';
import { sweepReleases } from './sweep-releases.ts';

/** Newest migrations of the schemas this service works with. */
const SCHEMA_VERSIONS = ['0006-queue-role'];

export type PublisherDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Publisher = { readonly close: () => Promise<void> };

/** Starts taking up releases. It listens on no port. */
export async function startPublisher(
  config: PublisherConfig,
  { logger, clock }: PublisherDependencies,
): Promise<Publisher> {
  const events = publisherEvents(logger);
  const shutdown = createShutdown();
  try {
    const store = openStore({ url: config.databaseUrl.reveal(), applicationName: 'credlink-publisher' });
    shutdown.onClose('store', store.close);
    const { db } = store;
    await assertRole(db, 'publisher');
    await assertSchemaVersion(db, SCHEMA_VERSIONS);
    const vault = await vaultView(config.vaultFolder, ['facts', 'links', 'release']);
    const temp = await claimTempFolder(config.tempFolder, 'publisher');
    shutdown.onClose('temporary files', temp.remove);
    const context: PublisherContext = {
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
      { 'build-release': (payload, signal) => buildRelease(context, payload, signal) },
      {
        concurrency: 1,
        signal: shutdown.signal,
        lockSeconds: config.jobLockSeconds,
        gaveUp: { 'build-release': (payload, error) => giveUpRelease(context, payload, error) },
      },
    );
    const stopSweeper = startSweeper({
      queue,
      logger,
      intervalSeconds: config.sweepSeconds,
      listUnfinished: async () => {
        await removeWithdrawn(context);
        await sweepReleases(context);
        const releases = await listUnfinishedReleases(db);
        return releases.map((releaseId) => ({ name: 'build-release', payload: { releaseId } }));
      },
    });
    shutdown.onClose('sweeper', stopSweeper);
    events.publisherStarted({ threads: config.threads });
    return {
      close: async () => {
        await shutdown.close();
        events.publisherStopped({});
      },
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
