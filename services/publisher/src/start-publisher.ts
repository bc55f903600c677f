import {
  type Clock,
  claimTempFolder,
  engineLimits,
  type Logger,
  startJobWorker,
  withShutdown,
} from '@credlink/runtime';
import { listUnfinishedReleases, openServiceStore } from '@credlink/store';
import { vaultView } from '@credlink/vault';
import type { PublisherConfig } from './config.ts';
import type { PublisherContext } from './context.ts';
import { publisherEvents } from './events.ts';
import { buildRelease, giveUpRelease } from './jobs/build-release.ts';
import { signDestructions } from './jobs/sign-destructions.ts';
import { removeWithdrawn } from './remove-withdrawn.ts';
import { sweepReleases } from './sweep-releases.ts';

export type PublisherDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Publisher = { readonly close: () => Promise<void> };

/** Starts taking up releases. It listens on no port. */
export async function startPublisher(
  config: PublisherConfig,
  { logger, clock }: PublisherDependencies,
): Promise<Publisher> {
  const events = publisherEvents(logger);
  return withShutdown(
    async (shutdown) => {
      const store = await openServiceStore('publisher', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db } = store;
      const vault = await vaultView(config.vaultFolder, ['facts', 'links', 'release', 'ledger']);
      const temp = await claimTempFolder(config.tempFolder, 'publisher');
      shutdown.onClose('temporary files', temp.remove);
      const context: PublisherContext = {
        db,
        vault,
        clock,
        events,
        releaseKey: config.releaseKey,
        limits: config.concentrationLimits ?? null,
        engine: engineLimits(config, temp.path),
      };
      await startJobWorker(shutdown, config, {
        logger,
        handlers: {
          'build-release': (payload, signal) => buildRelease(context, payload, signal),
          'sign-destruction': () => signDestructions(context),
        },
        gaveUp: { 'build-release': (payload, error) => giveUpRelease(context, payload, error) },
        listUnfinished: async () => {
          await removeWithdrawn(context);
          await sweepReleases(context);
          await signDestructions(context);
          const unfinished = await listUnfinishedReleases(db);
          return unfinished.map((releaseId) => ({ name: 'build-release', payload: { releaseId } }));
        },
      });
      events.publisherStarted({ threads: config.threads });
      return {};
    },
    () => events.publisherStopped({}),
  );
}
