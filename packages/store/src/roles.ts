import { rejected } from '@credlink/contracts';
import { sql } from 'kysely';
import pg from 'pg';
import { type Database, type ReadonlyDatabase, readingHandle } from './connection.ts';

/** Services with a database role of their own, `credlink_<service>`. */
export const SERVICE_ROLES = ['keyholder', 'intake', 'linker', 'publisher', 'outcomes', 'steward'] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** Everything that logs in: the services, and the queue where it lives in Postgres. */
export const LOGIN_ROLES = [...SERVICE_ROLES, 'queue'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** Name of the Postgres role a service logs in as. */
export function roleName(role: LoginRole): string {
  return `credlink_${role}`;
}

/**
 * Gives every role named here a login and a password, and to them alone the right to connect to the current database.
 * The queue has a role only where it lives in Postgres.
 *
 * @param admin a pool of a superuser, connected to the migrated database
 */
export async function assignLogins(
  admin: pg.Pool,
  passwords: Readonly<Partial<Record<LoginRole, string>>>,
): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('SELECT current_database() AS name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  for (const role of LOGIN_ROLES) {
    const password = passwords[role];
    if (password === undefined) continue;
    const name = pg.escapeIdentifier(roleName(role));
    await admin.query(`ALTER ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${name}`);
  }
}

/**
 * Refuses to go on as anybody but the service's own role: with a superuser's credentials every border between the
 * services would be gone without a sign.
 */
export async function assertRole(db: Database | ReadonlyDatabase, role: LoginRole): Promise<void> {
  const { rows } = await sql<{ name: string; isSuperuser: boolean }>`
    SELECT current_user AS name, rolsuper AS "isSuperuser" FROM pg_roles WHERE rolname = current_user`.execute(
    readingHandle(db),
  );
  const found = rows[0];
  if (found === undefined || found.isSuperuser || found.name !== roleName(role)) {
    throw rejected('config_invalid', `this service must connect to the database as ${roleName(role)}`);
  }
}
