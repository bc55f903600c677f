import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { testPassword } from '../../../test/support/test-logins.ts';
import { listMigrations } from './migrate.ts';
import { runMigrate } from './migrate-command.ts';
import { roleName, SERVICE_ROLES } from './roles.ts';

const database = testDatabase();

/** Roles belong to the whole server of this test run, so they keep the passwords every test logs in with. */
const passwords = Object.fromEntries(
  SERVICE_ROLES.map((role) => [`CREDLINK_${role.toUpperCase()}_PASSWORD`, testPassword(role)]),
);

async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  let out = '';
  let errors = '';
  const code = await runMigrate(
    args,
    environment,
    { write: (text) => (out += text) },
    { write: (text) => (errors += text) },
  );
  return { code, out, errors };
}

/** An empty database beside the one of this file. */
async function withEmptyDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const url = new URL(database.adminUrl());
  const name = `${url.pathname.slice(1)}_empty`;
  await database.adminPool().query(`CREATE DATABASE ${name} TEMPLATE template0`);
  try {
    url.pathname = `/${name}`;
    await work(url.href);
  } finally {
    await database.adminPool().query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

test('an empty database is migrated, each service can log in, nobody else can, and a second time changes nothing', async () => {
  await withEmptyDatabase(async (url) => {
    const environment = { CREDLINK_DATABASE_URL: url, ...passwords };
    const first = await run(['migrate'], environment);
    expect(first).toEqual({
      code: 0,
      out: `${JSON.stringify({ applied: await listMigrations() })}\n`,
      errors: '',
    });
    for (const role of SERVICE_ROLES) {
      const login = new URL(url);
      login.username = roleName(role);
      login.password = testPassword(role);
      const client = new pg.Client(login.href);
      await client.connect();
      const { rows } = await client.query('SELECT max(name) AS name FROM schema_migration');
      await client.end();
      expect(rows).toEqual([{ name: (await listMigrations()).at(-1) }]);
    }
    const queue = new URL(url);
    queue.username = roleName('queue');
    queue.password = testPassword('queue');
    await expect(new pg.Client(queue.href).connect()).rejects.toThrow('permission denied for database');
    expect(await run(['migrate'], environment)).toEqual({ code: 0, out: '{"applied":[]}\n', errors: '' });
  });
});

test('a database that cannot be reached is told without its address or password', async () => {
  const ended = await run(['migrate'], {
    CREDLINK_DATABASE_URL: 'postgres://credlink_owner:not-to-be-seen@127.0.0.1:1/hidden',
    ...passwords,
  });
  expect(ended.code).toBe(1);
  expect(ended.errors).toContain('the database could not be migrated');
  expect(ended.errors).not.toMatch(/not-to-be-seen|hidden|test-/);
});

test('everything that is wrong with the settings is told at once', async () => {
  const { CREDLINK_LINKER_PASSWORD: _, ...rest } = passwords;
  const ended = await run(['migrate'], { ...rest, CREDLINK_OUTCOME_PASSWORD: 'misspelt' });
  expect(ended.code).toBe(1);
  expect(ended.errors).toContain('CREDLINK_OUTCOME_PASSWORD: no such setting');
  expect(ended.errors).toContain('CREDLINK_DATABASE_URL: is missing');
  expect(ended.errors).toContain('CREDLINK_LINKER_PASSWORD: is missing');
});

test.each([[[]], [['up']], [['migrate', '--down']]])('arguments %j are refused', async (args) => {
  expect(await run(args, {})).toMatchObject({ code: 2, out: '' });
});

test('help names every variable', async () => {
  const { code, out } = await run(['--help'], {});
  expect(code).toBe(0);
  expect(out.match(/CREDLINK_\w+/g)?.toSorted()).toEqual(
    ['CREDLINK_DATABASE_URL', ...Object.keys(passwords)].toSorted(),
  );
});
