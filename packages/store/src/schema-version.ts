import { AppError } from '@credlink/contracts';
import { sql } from 'kysely';
import { type Database, type ReadonlyDatabase, readingHandle } from './connection.ts';
import { sqlState } from './database-error.ts';
import { MIGRATION_TABLE } from './migrate.ts';

/** SQLSTATE undefined_table: a database that was never migrated. */
const UNDEFINED_TABLE = '42P01';

/**
 * Refuses to work on a schema the service was not written for.
 *
 * @param accepted names of the newest migration of each schema the service can work with
 */
export async function assertSchemaVersion(
  db: Database | ReadonlyDatabase,
  accepted: readonly string[],
): Promise<void> {
  const found = await newestMigration(readingHandle(db));
  if (found !== null && accepted.includes(found)) return;
  throw new AppError(
    'rejected',
    'schema_version_unsupported',
    found === null
      ? 'the database has no schema yet; run the migrations'
      : `the database has schema ${found}; this service works with ${accepted.join(', ')}`,
    { detail: { found: found ?? 'none', accepted } },
  );
}

async function newestMigration(db: Database): Promise<string | null> {
  try {
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM ${sql.table(MIGRATION_TABLE)} ORDER BY name DESC LIMIT 1`.execute(db);
    return rows[0]?.name ?? null;
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return null;
    throw error;
  }
}
