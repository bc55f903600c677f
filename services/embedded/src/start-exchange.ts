import { createWriteStream } from 'node:fs';
import { type ExchangeClient, exchangeClient, type ServiceUrls } from '@credlink/client';
import { readIntakeConfig, startIntake } from '@credlink/intake';
import { readKeyholderConfig, startKeyholder } from '@credlink/keyholder';
import { readLinkerConfig, startLinker } from '@credlink/linker';
import { readOutcomesConfig, startOutcomes } from '@credlink/outcomes';
import { readPublisherConfig, startPublisher } from '@credlink/publisher';
import { type Clock, createLogger, createShutdown, type Logger } from '@credlink/runtime';
import { readStewardConfig, startSteward } from '@credlink/steward';
import type { LoginRole } from '@credlink/store';
import type { ExchangeKey } from '@credlink/tokens';
import { foundExchange } from './found-exchange.ts';
import { type Home, openHome } from './home.ts';
import { portOrFree } from './port-or-free.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { prepareDatabase } from './prepare-database.ts';
import { readyOprfKeys, readyVaultLayers } from './ready-keys.ts';
import { readOrMakeSecrets } from './secrets.ts';

export type ExchangeOptions = {
  /** Folder of the exchange: database, vault, keys. Made at the first start, found again later. */
  readonly home: string;
  readonly name: string;
  readonly clock: Clock;
  /** Ports to listen on; a port that is taken is replaced by a free one. 0 takes any. */
  readonly ports: Readonly<Record<keyof ServiceUrls, number>>;
};

/** A running exchange: PostgreSQL and all services in this process. */
export type Exchange = {
  readonly home: Home;
  readonly urls: ServiceUrls;
  /** With the login of a role: an embedded exchange has no secrets from its owner. */
  readonly databaseUrl: (role: LoginRole) => string;
  readonly exchangeKey: ExchangeKey;
  readonly exchangeKeyPath: string;
  /** A client with the steward's API key. */
  readonly steward: ExchangeClient;
  /** A client with somebody's API key, or none. */
  readonly clientOf: (apiKey: string | null) => ExchangeClient;
  readonly close: () => Promise<void>;
};

/** Requests come from this machine, many at once while files are contributed. */
const LOCAL_REQUESTS_PER_MINUTE = '60000';

/**
 * Starts an exchange in one process, each service under its own database role. The order is that of who needs whom;
 * closing goes the other way round. What was started is closed again when a later part does not start.
 */
export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const { clock } = options;
  const shutdown = createShutdown();
  try {
    const home = await openHome(options.home);
    const made = await readOrMakeSecrets(home.secrets);
    const postgres = await startPostgres({ folder: home.postgres });
    shutdown.onClose('postgres', postgres.stop);
    const databases = await prepareDatabase(postgres.adminUrl, made.passwords);
    const layered = await readyVaultLayers(home.secrets, made, databases.steward);
    const secrets = await readyOprfKeys(home.secrets, layered, databases.steward);
    const founded = await foundExchange({
      home,
      secrets,
      databaseUrl: databases.steward,
      clock,
      name: options.name,
    });

    const log = createWriteStream(home.log, { flags: 'a', mode: 0o600 });
    shutdown.onClose('log', () => new Promise((resolve) => log.end(() => resolve())));
    const logger = (name: string): Logger =>
      createLogger({ name, level: 'info', destination: { write: (line) => void log.write(line) } });

    const queue = { CREDLINK_QUEUE_URL: databases.queue };
    const vault = { CREDLINK_VAULT_FOLDER: home.vault };
    const listen = async (service: keyof ServiceUrls) => ({
      CREDLINK_PORT: String(await portOrFree(options.ports[service])),
      CREDLINK_REQUESTS_PER_MINUTE: LOCAL_REQUESTS_PER_MINUTE,
    });

    const keyholder = await startKeyholder(
      readKeyholderConfig({
        CREDLINK_DATABASE_URL: databases.keyholder,
        CREDLINK_OPRF_KEY: secrets.oprfKey,
        CREDLINK_NEXT_OPRF_KEY: secrets.nextOprfKey,
        ...(await listen('keyholder')),
      }),
      { logger: logger('keyholder'), clock },
    );
    shutdown.onClose('keyholder', keyholder.close);
    const intake = await startIntake(
      readIntakeConfig({
        CREDLINK_DATABASE_URL: databases.intake,
        CREDLINK_VAULT_KEY: secrets.vaultKey,
        CREDLINK_VAULT_LAYER_KEY: secrets.vaultLayerKey,
        CREDLINK_NEXT_VAULT_LAYER_KEY: secrets.nextVaultLayerKey,
        CREDLINK_SPOOL_FOLDER: home.spool,
        ...queue,
        ...vault,
        ...(await listen('intake')),
      }),
      { logger: logger('intake'), clock },
    );
    shutdown.onClose('intake', intake.close);
    const linker = await startLinker(
      readLinkerConfig({
        CREDLINK_DATABASE_URL: databases.linker,
        CREDLINK_TEMP_FOLDER: home.temporary,
        ...queue,
        ...vault,
      }),
      { logger: logger('linker'), clock },
    );
    shutdown.onClose('linker', linker.close);
    const publisher = await startPublisher(
      readPublisherConfig({
        CREDLINK_DATABASE_URL: databases.publisher,
        CREDLINK_RELEASE_KEY: secrets.releaseKey,
        CREDLINK_TEMP_FOLDER: home.temporary,
        ...queue,
        ...vault,
      }),
      { logger: logger('publisher'), clock },
    );
    shutdown.onClose('publisher', publisher.close);
    const steward = await startSteward(
      readStewardConfig({ CREDLINK_DATABASE_URL: databases.steward, ...queue, ...(await listen('steward')) }),
      { logger: logger('steward'), clock },
    );
    shutdown.onClose('steward', steward.close);
    const outcomes = await startOutcomes(
      readOutcomesConfig({ CREDLINK_DATABASE_URL: databases.outcomes, ...(await listen('outcomes')) }),
      { logger: logger('outcomes') },
    );
    shutdown.onClose('outcomes', outcomes.close);

    const urls: ServiceUrls = {
      outcomes: outcomes.url,
      keyholder: keyholder.url,
      intake: intake.url,
      steward: steward.url,
    };
    const clientOf = (apiKey: string | null): ExchangeClient => exchangeClient({ urls, apiKey });
    return {
      home,
      urls,
      databaseUrl: (role) => databases[role],
      exchangeKey: founded.exchangeKey,
      exchangeKeyPath: founded.exchangeKeyPath,
      steward: clientOf(founded.stewardApiKey),
      clientOf,
      close: shutdown.close,
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
