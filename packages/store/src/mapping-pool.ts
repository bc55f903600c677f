import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { fromDatabaseError, isConnectionLost } from './database-error.ts';

function rethrow(error: unknown): never {
  throw fromDatabaseError(error);
}

/** A pool for Kysely whose errors have been through `fromDatabaseError`. */
export function mappingPool(pool: pg.Pool): PostgresPool {
  // Kysely knows a connection by its client, so each client keeps one wrapper.
  const wrappers = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch(rethrow);
      const wrapper = wrappers.get(client) ?? mappingClient(client);
      wrappers.set(client, wrapper);
      return wrapper;
    },
  };
}

function mappingClient(client: pg.PoolClient): PostgresPoolClient {
  // The server's farewell arrives before the socket closes: such a client must not be lent out again.
  let isLost = false;
  function query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(sql: unknown, parameters?: ReadonlyArray<unknown>): unknown {
    if (typeof sql !== 'string') throw new TypeError('this pool has no cursors');
    return client.query(sql, [...(parameters ?? [])]).catch((error: unknown) => {
      isLost ||= isConnectionLost(error);
      return rethrow(error);
    });
  }
  return { query, release: (destroy) => client.release(destroy || isLost) };
}
