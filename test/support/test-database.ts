import { randomUUID } from 'node:crypto';
import { type LoginRole, openPool, openStore, roleName, type Store } from '@credlink/store';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { testPassword } from './test-logins.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the server of this run. */
    readonly postgresAdminUrl: string;
    /** Name of the migrated database that test databases are copies of. */
    readonly postgresTemplate: string;
  }
}

/** A database of a test file's own: migrated, empty, dropped at the end. Usable inside tests and hooks. */
export type TestDatabase = {
  /** Superuser's URL of this database. */
  readonly adminUrl: () => string;
  /** URL with the login of one role. */
  readonly url: (role: LoginRole) => string;
  /** A store with the login of one role; closed at the end. */
  readonly store: (role: LoginRole) => Store;
  /** A store as superuser, to arrange and to look; closed at the end. */
  readonly adminStore: () => Store;
  /** A bare pool as superuser; ended at the end. */
  readonly adminPool: () => pg.Pool;
};

/** Whoever is still connected when the database is dropped. */
const LEFT_OPEN = `SELECT application_name AS name, count(*)::int AS connections FROM pg_stat_activity
  WHERE datname = $1 AND backend_type = 'client backend' GROUP BY 1 ORDER BY 1`;

/** Call once at the top of a test file. A connection the file left open fails it. */
export function testDatabase(): TestDatabase {
  const name = `credlink_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const closers: (() => Promise<void>)[] = [];
  const opened = new Map<string, Store>();

  const urlOf = (user: string | null, password: string): string => {
    const url = new URL(inject('postgresAdminUrl'));
    url.pathname = `/${name}`;
    if (user !== null) {
      url.username = user;
      url.password = password;
    }
    return url.href;
  };
  const once = (key: string, url: string): Store => {
    const known = opened.get(key);
    if (known !== undefined) return known;
    const store = openStore({ url, applicationName: `test ${key}`, maxConnections: 4 });
    opened.set(key, store);
    closers.push(store.close);
    return store;
  };

  beforeAll(async () => {
    await asAdmin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${inject('postgresTemplate')}`));
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    await asAdmin(async (client) => {
      const leaks = await leftOpen(client, name);
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      if (leaks.length > 0) throw new Error(`connections left open by: ${leaks.join(', ')}`);
    });
  });

  return {
    adminUrl: () => urlOf(null, ''),
    url: (role) => urlOf(roleName(role), testPassword(role)),
    store: (role) => once(roleName(role), urlOf(roleName(role), testPassword(role))),
    adminStore: () => once('admin', urlOf(null, '')),
    adminPool: () => {
      const pool = openPool({ url: urlOf(null, ''), applicationName: 'test admin pool', maxConnections: 4 });
      closers.push(() => pool.end());
      return pool;
    },
  };
}

/** A closed connection's backend needs a moment to go: what is still there after two seconds was left open. */
async function leftOpen(client: pg.Client, database: string): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ name: string; connections: number }>(LEFT_OPEN, [database]);
    if (rows.length === 0) return [];
    if (attempt === 40) return rows.map((row) => `${row.name || 'unnamed'} (${row.connections})`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(inject('postgresAdminUrl'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
