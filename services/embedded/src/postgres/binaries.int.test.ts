import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries, packageFolder } from './binaries.ts';
import { serverUser } from './server-user.ts';

const run = promisify(execFile);
const user = serverUser();
const version = `0.0.0-test.${randomUUID()}`;
let home: string;
const made: string[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-binaries-test-'));
  made.push(home);
});
afterEach(async () => {
  for (const path of made.splice(0)) await rm(path, { recursive: true, force: true });
});

/** The npm package as npm unpacks it where install scripts are not allowed: without its library links. */
async function packageWithoutLinks(): Promise<void> {
  const source = packageFolder();
  await writeFile(join(home, 'package.json'), JSON.stringify({ version }));
  await mkdir(join(home, 'native'));
  const links: { target: string }[] = JSON.parse(
    await readFile(join(source, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  const missing = new Set(links.map((link) => join(source, link.target)));
  await cp(join(source, 'native'), join(home, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !missing.has(path),
  });
}

test('programs whose libraries were never linked, in a folder nobody else can enter, run from a copy', async () => {
  await packageWithoutLinks();
  await chmod(home, 0o700);
  const found = await findBinaries(user, home);
  made.push(dirname(dirname(dirname(found.postgres))));
  expect(found.postgres.startsWith(home)).toBe(false);
  const { stdout } = await run(found.postgres, ['--version'], { cwd: tmpdir(), ...(user ?? {}) });
  expect(stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);

  // A cleaner of temporary files takes a program away: the copy is made anew.
  await rm(found.initdb);
  const again = await findBinaries(user, home);
  expect((await run(again.initdb, ['--version'], { cwd: tmpdir(), ...(user ?? {}) })).stdout).toMatch(
    /^initdb/,
  );
});

test('a copy that somebody else may have written to is not run', async () => {
  await packageWithoutLinks();
  const planted = join(tmpdir(), `credlink-postgres-${version}-${process.getuid?.() ?? 0}`);
  await mkdir(planted);
  await chmod(planted, 0o777);
  made.push(planted);
  await expect(findBinaries(user, home)).rejects.toThrow('belongs to somebody else');
});
