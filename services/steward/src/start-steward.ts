import { type Clock, type Logger, openQueue, serveHttp, withShutdown } from '@credlink/runtime';
import { openServiceStore } from '@credlink/store';
import { addRoutes } from './app.ts';
import type { StewardConfig } from './config.ts';
import { stewardAuthentication } from './context.ts';
import { stewardEvents } from './events.ts';

/** Of every route but the catalogue's, which sets its own. */
const BODY_LIMIT_BYTES = 64 * 1024;

export type StewardDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Steward = { readonly url: string; readonly close: () => Promise<void> };

/** Starts the control plane. Works before the exchange is set up, for nobody has an API key then. */
export async function startSteward(
  config: StewardConfig,
  dependencies: StewardDependencies,
): Promise<Steward> {
  const { logger, clock } = dependencies;
  const events = stewardEvents(logger);
  return withShutdown(
    async (shutdown) => {
      const store = await openServiceStore('steward', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db } = store;
      const queue = openQueue({ backend: config.queueUrl, logger });
      shutdown.onClose('queue', queue.close);
      const url = await serveHttp(
        shutdown,
        {
          logger,
          bodyLimitBytes: BODY_LIMIT_BYTES,
          address: config,
          checkReady: store.checkReady,
        },
        (app) => addRoutes(app, { db, clock, queue, authentication: stewardAuthentication(db) }),
      );
      events.stewardStarted({ url });
      return { url };
    },
    () => events.stewardStopped({}),
  );
}
