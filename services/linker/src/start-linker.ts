import {
  type Clock,
  claimTempFolder,
  engineLimits,
  type Logger,
  startJobWorker,
  withShutdown,
} from '@credlink/runtime';
import { listUnfinishedRuns, openServiceStore } from '@credlink/store';
import { vaultView } from '@credlink/vault';
import type { LinkerConfig } from './config.ts';
import type { LinkerContext } from './context.ts';
import { linkerEvents } from './events.ts';
import { forgetWithdrawn } from './forget-withdrawn.ts';
import { giveUpRun, linkRun } from './jobs/link-run.ts';
import { sweepLinks } from './sweep-links.ts';

export type LinkerDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Linker = { readonly close: () => Promise<void> };

/** Starts taking up runs. It listens on no port. */
export async function startLinker(
  config: LinkerConfig,
  { logger, clock }: LinkerDependencies,
): Promise<Linker> {
  const events = linkerEvents(logger);
  return withShutdown(
    async (shutdown) => {
      const store = await openServiceStore('linker', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db } = store;
      const vault = await vaultView(config.vaultFolder, ['identity', 'links']);
      const temp = await claimTempFolder(config.tempFolder, 'linker');
      shutdown.onClose('temporary files', temp.remove);
      const context: LinkerContext = {
        db,
        vault,
        clock,
        events,
        engine: engineLimits(config, temp.path),
      };
      await startJobWorker(shutdown, config, {
        logger,
        handlers: { 'link-run': (payload, signal) => linkRun(context, payload, signal) },
        gaveUp: { 'link-run': (payload, error) => giveUpRun(context, payload, error) },
        listUnfinished: async () => {
          const forgotten = await forgetWithdrawn(context);
          if (forgotten > 0) events.linksForgotten({ files: forgotten });
          await sweepLinks(context);
          const unfinished = await listUnfinishedRuns(db);
          return unfinished.map((runId) => ({ name: 'link-run', payload: { runId } }));
        },
      });
      events.linkerStarted({ threads: config.threads });
      return {};
    },
    () => events.linkerStopped({}),
  );
}
