import { readdir, readFile } from 'node:fs/promises';
import { fault } from '@credlink/contracts';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import pg from 'pg';
import { passedOver } from './migration-order.ts';
import { roleName, SERVICE_ROLES } from './roles.ts';

/** Remembers which migrations a database has seen. */
export const MIGRATION_TABLE = 'schema_migration';
const LOCK_TABLE = 'schema_migration_lock';

const MIGRATIONS = new URL('../../../migrations/', import.meta.url);

/** Names of all migrations, oldest first; the last one is the schema version this checkout was written for. */
export async function listMigrations(): Promise<readonly string[]> {
  const files = await readdir(MIGRATIONS);
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

const provider: MigrationProvider = {
  async getMigrations() {
    const migrations: Awaited<ReturnType<MigrationProvider['getMigrations']>> = {};
    for (const name of await listMigrations()) {
      const text = await readFile(new URL(`${name}.sql`, MIGRATIONS), 'utf8');
      migrations[name] = {
        async up(db) {
          await sql.raw(text).execute(db);
        },
      };
    }
    return migrations;
  },
};

/**
 * Brings a database to the newest schema, all in one transaction. Safe to run twice and at the same time from two
 * machines.
 *
 * @param admin a pool that may create tables and roles; stays open
 * @returns the names of the migrations that were applied now
 */
export async function migrate(admin: pg.Pool): Promise<readonly string[]> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: admin }) });
  const migrator = new Migrator({
    db,
    provider,
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: LOCK_TABLE,
    // passedOver is stricter where it matters.
    allowUnorderedMigrations: true,
  });
  const known = await migrator.getMigrations();
  const applied = known.filter(({ executedAt }) => executedAt !== undefined).map(({ name }) => name);
  const late = passedOver(await listMigrations(), new Set(applied));
  if (late !== null)
    throw fault(`migration ${late} was passed over: the migrations do not fit this database`);
  const { error, results = [] } = await migrator.migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (failed !== undefined) throw fault(`migration ${failed.migrationName} does not apply`, error);
  if (error !== undefined) throw fault('the migrations do not fit this database', error);
  const readers = SERVICE_ROLES.map((role) => pg.escapeIdentifier(roleName(role))).join(', ');
  await sql.raw(`GRANT SELECT ON ${MIGRATION_TABLE} TO ${readers}`).execute(db);
  return results.map((result) => result.migrationName);
}
