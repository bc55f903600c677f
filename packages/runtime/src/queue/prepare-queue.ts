import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { Secret } from '../secret.ts';

/**
 * Makes the tables of a queue on Postgres and lets one role use them, and nobody else. Safe to repeat; done when the
 * database is migrated.
 *
 * @param admin URL of a login that may create a schema
 * @param role the login of the queue
 */
export async function prepareQueue(admin: Secret<string>, role: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin.reveal(), application_name: 'prepare queue' });
  await client.connect();
  try {
    await runMigrations(client);
    const name = pg.escapeIdentifier(role);
    await client.query(`
      REVOKE ALL ON SCHEMA bullmq FROM PUBLIC;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bullmq FROM PUBLIC;
      GRANT USAGE ON SCHEMA bullmq TO ${name};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${name};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bullmq TO ${name};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${name}`);
  } finally {
    await client.end();
  }
}
