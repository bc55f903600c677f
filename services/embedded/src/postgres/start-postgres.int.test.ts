import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@credlink/contracts';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, readPostmaster } from './postmaster-file.ts';
import { startPostgres } from './start-postgres.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-postgres-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function query(adminUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('starts in a folder only its owner can enter, keeps what was committed, and is gone once stopped', async () => {
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const first = await startPostgres({ folder });
  await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 7 AS n');
  const pid = (await readPostmaster(join(folder, 'data')))?.pid ?? 0;
  await first.stop();
  await first.stop();
  expect(await isAlive(pid)).toBe(false);

  const second = await startPostgres({ folder });
  try {
    expect(await query(second.adminUrl, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  } finally {
    await second.stop();
  }
});

test('a server left behind by a killed process is stopped, and its data is still there', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./start-postgres.ts', import.meta.url).href)});
    await startPostgres({ folder: ${JSON.stringify(folder)} });
    process.stdout.write('up');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  const orphan = (await readPostmaster(join(folder, 'data')))?.pid ?? 0;

  const refusal = await startPostgres({ folder }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({ kind: 'rejected', code: 'conflict' });

  owner.kill('SIGKILL');
  await new Promise((resolve) => owner.once('exit', resolve));
  expect(await isAlive(orphan)).toBe(true);

  const server = await startPostgres({ folder });
  try {
    for (let i = 0; i < 100 && (await isAlive(orphan)); i++) await sleep(20);
    expect(await isAlive(orphan)).toBe(false);
    expect(await query(server.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    await server.stop();
  }
});

test('the server log repeats no value of a refused row', async () => {
  const server = await startPostgres({ folder });
  try {
    await query(server.adminUrl, 'CREATE TABLE person (ssn text PRIMARY KEY)');
    await query(server.adminUrl, "INSERT INTO person VALUES ('123-45-6789')");
    await expect(query(server.adminUrl, "INSERT INTO person VALUES ('123-45-6789')")).rejects.toThrow(
      'duplicate key',
    );
  } finally {
    await server.stop();
  }
  const log = await readFile(join(folder, 'postgres.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('123-45-6789');
});
