import { createHttpService, createShutdown, type Logger } from '@credlink/runtime';
import { openReadonlyServiceStore } from '@credlink/store';
import { addOutcomes } from './app.ts';
import type { OutcomesConfig } from './config.ts';
import { outcomesEvents } from './events.ts';

/** Nothing is ever posted here. */
const BODY_LIMIT_BYTES = 1024;

/** Everything the documentation page needs is served from here. */
const DOCUMENTATION_POLICY = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
      upgradeInsecureRequests: null,
    },
  },
};

export type OutcomesDependencies = { readonly logger: Logger };

export type Outcomes = { readonly url: string; readonly close: () => Promise<void> };

/** Starts the service that readers ask. */
export async function startOutcomes(
  config: OutcomesConfig,
  { logger }: OutcomesDependencies,
): Promise<Outcomes> {
  const events = outcomesEvents(logger);
  const shutdown = createShutdown();
  try {
    const store = await openReadonlyServiceStore('outcomes', config.databaseUrl.reveal());
    shutdown.onClose('store', store.close);
    const { db, checkReady } = store;
    const http = await createHttpService({
      logger,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      rateLimit: { max: config.requestsPerMinute, windowSeconds: 60 },
      checkReady,
      helmet: DOCUMENTATION_POLICY,
    });
    shutdown.onClose('http', http.close);
    await addOutcomes(http.app, { db });
    const url = await http.listen(config);
    events.outcomesStarted({ url });
    return {
      url,
      close: async () => {
        await shutdown.close();
        events.outcomesStopped({});
      },
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
