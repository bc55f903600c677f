import { Kysely, PostgresDialect } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import pg from 'pg';
import { mappingPool } from './mapping-pool.ts';
import type { Schema } from './schema/schema.ts';
import { VALUE_PARSERS } from './value-parsers.ts';

/** Where the database is and as whom to log in. */
export type DatabaseAddress =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

export type Database = Kysely<Schema>;
/** A handle whose writes do not compile. */
export type ReadonlyDatabase = ReadonlyKysely<Schema>;

/** For the checks every service makes at its start, whichever handle it holds: they read and nothing else. */
export function readingHandle(db: Database | ReadonlyDatabase): Database {
  // Both types name the same object; see openReadonlyStore.
  return db as unknown as Database;
}

export type Store = { readonly db: Database; readonly close: () => Promise<void> };
export type ReadonlyStore = { readonly db: ReadonlyDatabase; readonly close: () => Promise<void> };

export type StoreOptions = DatabaseAddress & {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections?: number;
};

/** Opens a pool. Connects on first use; errors of the connection are transient AppErrors. */
export function openStore(options: StoreOptions): Store {
  const pool = openPool(options);
  return open(new Kysely<Schema>({ dialect: new PostgresDialect({ pool: mappingPool(pool) }) }));
}

/** The same for a service that may only read: writes do not compile, and the server refuses them. */
export function openReadonlyStore(options: StoreOptions): ReadonlyStore {
  const pool = openPool(options, '-c default_transaction_read_only=on');
  const { db, close } = open(
    new Kysely<Schema>({ dialect: new PostgresDialect({ pool: mappingPool(pool) }) }),
  );
  // The narrower type of the same object, as Kysely's documentation of ReadonlyKysely has it.
  return { db: db as unknown as ReadonlyDatabase, close };
}

function open(db: Database): Store {
  let closed: Promise<void> | null = null;
  return {
    db,
    close: () => {
      closed ??= db.destroy();
      return closed;
    },
  };
}

/** A bare pool, for migrations and the queue. The caller ends it. */
export function openPool(options: StoreOptions, settings = ''): pg.Pool {
  const { applicationName, maxConnections = 10, ...address } = options;
  const pool = new pg.Pool({
    ...('url' in address ? { connectionString: address.url } : address),
    application_name: applicationName,
    options: settings,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    types: VALUE_PARSERS,
  });
  // An idle connection that breaks is dropped by the pool; the next statement reports what is wrong.
  pool.on('error', () => undefined);
  // The same for one that breaks while it is lent out: its statement is rejected, which is where it belongs.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
