import { AppError, rejected } from '@credlink/contracts';
import { type Clock, type Logger, serveHttp, withShutdown } from '@credlink/runtime';
import { enterHeldOprfKeys, findExchange, inTransaction, openServiceStore } from '@credlink/store';
import { addRoutes } from './app.ts';
import type { KeyholderConfig } from './config.ts';
import { apiKeyAuthentication } from './context.ts';
import { heldEpochs, openEpochKeys } from './epoch-keys.ts';
import { keyholderEvents } from './events.ts';

/** 1,024 elements of 44 characters and some JSON around them. */
const BODY_LIMIT_BYTES = 64 * 1024;

export type KeyholderDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Keyholder = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Starts the keyholder of an exchange that has been set up. `config_invalid` where there is no exchange yet, or
 * where no key it was given belongs to the public key its contributors check proofs against.
 */
export async function startKeyholder(
  config: KeyholderConfig,
  dependencies: KeyholderDependencies,
): Promise<Keyholder> {
  const { logger, clock } = dependencies;
  const events = keyholderEvents(logger);
  return withShutdown(
    async (shutdown) => {
      const store = await openServiceStore('keyholder', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db } = store;
      const exchange = await findExchange(db);
      if (exchange === null)
        throw rejected('config_invalid', 'the exchange has not been set up; run the steward bootstrap');
      const seeds = [config.oprfKey, config.nextOprfKey].flatMap((key) =>
        key === undefined ? [] : [key.reveal()],
      );
      const keys = openEpochKeys({ db, seeds, threads: config.threads });
      shutdown.onClose('threads', keys.close);
      await keys.of().catch((cause: unknown) => {
        throw new AppError(
          'rejected',
          'config_invalid',
          'CREDLINK_OPRF_KEY does not belong to the public key of the exchange',
          { cause },
        );
      });
      const held = await heldEpochs(db, exchange.exchangeId, seeds);
      await inTransaction(db, 'enter-held-keys', (tx) => enterHeldOprfKeys(tx, held));
      const url = await serveHttp(
        shutdown,
        {
          logger,
          bodyLimitBytes: BODY_LIMIT_BYTES,
          address: config,
          checkReady: store.checkReady,
        },
        (app) =>
          addRoutes(app, {
            db,
            clock,
            events,
            keys,
            authentication: apiKeyAuthentication(db),
            maxDeclaredRows: config.maxDeclaredRows,
          }),
      );
      events.keyholderStarted({ url, keyEpoch: exchange.keyEpoch, threads: config.threads });
      return { url };
    },
    () => events.keyholderStopped({}),
  );
}
