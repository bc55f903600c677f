import { AppError } from '@credlink/contracts';
import { sql } from 'kysely';
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
