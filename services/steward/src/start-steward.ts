import { type Clock, createHttpService, createShutdown, type Logger, openQueue } from '@credlink/runtime';
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
  const shutdown = createShutdown();
  try {
    const store = await openServiceStore('steward', config.databaseUrl.reveal());
    shutdown.onClose('store', store.close);
    const { db } = store;
    const queue = openQueue({ backend: config.queueUrl, logger });
    shutdown.onClose('queue', queue.close);
    const http = await createHttpService({
      logger,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      rateLimit: { max: config.requestsPerMinute, windowSeconds: 60 },
      checkReady: store.checkReady,
    });
    shutdown.onClose('http', http.close);
    addRoutes(http.app, { db, clock, queue, authentication: stewardAuthentication(db) });
    const url = await http.listen(config);
    events.stewardStarted({ url });
    return {
      url,
      close: async () => {
        await shutdown.close();
        events.stewardStopped({});
      },
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
