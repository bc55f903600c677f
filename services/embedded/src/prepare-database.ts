import { prepareQueue, Secret } from '@credlink/runtime';
import { assignLogins, type LoginRole, migrate, openPool, roleName } from '@credlink/store';
import pg from 'pg';

const DATABASE = 'credlink';

/** URLs of the exchange's database, one for each role: none can do another's work. */
export type DatabaseUrls = Readonly<Record<LoginRole, string>>;

/** Makes the database on a server, brings its schema up to date and gives each role its login. Safe to repeat. */
export async function prepareDatabase(
  adminUrl: string,
  passwords: Readonly<Record<LoginRole, string>>,
): Promise<DatabaseUrls> {
  await createDatabase(adminUrl);
  const url = atDatabase(adminUrl);
  const pool = openPool({ url: url.href, applicationName: 'credlink-migrate', maxConnections: 2 });
  try {
    await migrate(pool);
    await assignLogins(pool, passwords);
  } finally {
    await pool.end();
  }
  await prepareQueue(new Secret(url.href), roleName('queue'));
  const urls = Object.entries(passwords).map(([role, password]) => [
    role,
    withLogin(url, roleName(role as LoginRole), password),
  ]);
  return Object.fromEntries(urls) as DatabaseUrls;
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function atDatabase(adminUrl: string): URL {
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  return url;
}

function withLogin(url: URL, user: string, password: string): string {
  const login = new URL(url);
  login.username = user;
  login.password = password;
  return login.href;
}
