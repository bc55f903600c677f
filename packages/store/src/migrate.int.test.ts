import { readFile } from 'node:fs/promises';
import { AppError } from '@credlink/contracts';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { listMigrations, migrate } from './migrate.ts';
import { assertRole, SERVICE_ROLES } from './roles.ts';
import { assertSchemaVersion } from './schema-version.ts';

const database = testDatabase();

test('a migrated database has nothing left to apply', async () => {
  expect(await migrate(database.adminPool())).toEqual([]);
});

test('every service can read the schema version and accepts the newest only when it says so', async () => {
  const newest = (await listMigrations()).at(-1) ?? '';
  for (const role of SERVICE_ROLES) {
    const { db } = database.store(role);
    await assertSchemaVersion(db, [newest]);
    const refusal = await assertSchemaVersion(db, ['0000-unknown']).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ kind: 'rejected', code: 'schema_version_unsupported' });
  }
});

test('a service refuses to run with the credentials of another or of a superuser', async () => {
  await assertRole(database.store('intake').db, 'intake');
  await expect(assertRole(database.store('intake').db, 'outcomes')).rejects.toMatchObject({
    code: 'config_invalid',
  });
  await expect(assertRole(database.adminStore().db, 'intake')).rejects.toMatchObject({
    code: 'config_invalid',
  });
});

test('every table, column and type says what it is', async () => {
  const { rows } = await sql<{ what: string }>`
    SELECT c.relname || coalesce('.' || a.attname, '') AS what
    FROM pg_class c
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'schema_migration%'
      AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)
    ORDER BY 1`.execute(database.adminStore().db);
  expect(rows).toEqual([]);
});

const COLUMNS = `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
  WHERE table_schema = 'public' ORDER BY table_name, column_name`;

test('a database that saw the second of two migrations with one number alone is brought up, any other gap is refused', async () => {
  const names = await listMigrations();
  const seen = names.filter((name) => name < '0012-linkage-alarms' || name === '0012-release-lattice');
  const url = new URL(database.adminUrl());
  const name = `${url.pathname.slice(1)}_part`;
  await database.adminPool().query(`CREATE DATABASE ${name} TEMPLATE template0`);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href });
  try {
    await pool.query(
      'CREATE TABLE schema_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)',
    );
    for (const one of seen) {
      await pool.query(await readFile(new URL(`../../../migrations/${one}.sql`, import.meta.url), 'utf8'));
      await pool.query('INSERT INTO schema_migration VALUES ($1, $2)', [one, new Date(0).toISOString()]);
    }
    expect(await migrate(pool)).toEqual(names.filter((one) => !seen.includes(one)));
    expect((await pool.query(COLUMNS)).rows).toEqual((await database.adminPool().query(COLUMNS)).rows);
    await pool.query(`DELETE FROM schema_migration WHERE name = '0014-key-epochs'`);
    await expect(migrate(pool)).rejects.toThrow('migration 0014-key-epochs was passed over');
  } finally {
    await pool.end();
    await database.adminPool().query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
