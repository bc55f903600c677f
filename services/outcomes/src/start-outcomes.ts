import { type Logger, serveHttp, withShutdown } from '@credlink/runtime';
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
  return withShutdown(
    async (shutdown) => {
      const store = await openReadonlyServiceStore('outcomes', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db, checkReady } = store;
      const url = await serveHttp(
        shutdown,
        {
          logger,
          bodyLimitBytes: BODY_LIMIT_BYTES,
          address: config,
          checkReady,
          helmet: DOCUMENTATION_POLICY,
        },
        (app) => addOutcomes(app, { db }),
      );
      events.outcomesStarted({ url });
      return { url };
    },
    () => events.outcomesStopped({}),
  );
}
