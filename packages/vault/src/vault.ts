import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@credlink/contracts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { refusedPath } from './engine-error.ts';

/** What the vault holds; each kind has a folder of its own, so that a file system can guard it. */
export const VAULT_KINDS = ['identity', 'facts', 'links', 'release', 'ledger'] as const;
export type VaultKind = (typeof VAULT_KINDS)[number];

const SUFFIXES: Readonly<Record<VaultKind, string>> = {
  identity: '.parquet',
  facts: '.parquet',
  links: '.parquet',
  release: '.json',
  ledger: '.parquet',
};

/**
 * Immutable files named by the SHA-256 of their content, lower-case hex. A view knows the kinds `K` only: asking for
 * another does not compile, and is refused where it was forced to.
 */
export type Vault<K extends VaultKind> = {
  readonly kinds: readonly K[];
  /** Folders of these kinds, made if missing: what an engine may be confined to. */
  readonly folders: readonly string[];
  /** A path for a file being made, in the folder of its kind, so that `put` only renames it. */
  newPath(kind: K): string;
  /** Takes a finished file in: it is synced, moved to its name and read-only from then on. Safe to repeat. */
  put(kind: K, path: string): Promise<string>;
  /** The file of a digest; `vault_file_missing` where there is none. */
  pathOf(kind: K, digest: string): Promise<string>;
  /**
   * Removes files no row refers to, and what was left behind by interrupted writers. `olderThan` spares files that
   * a transaction may be about to refer to; without it a writer under way finds its file gone, and has to begin again.
   *
   * @returns how many were removed
   */
  removeUnreferenced(kind: K, keep: ReadonlySet<string>, olderThan: Date | 'of-any-age'): Promise<number>;
};

/** The part of a vault folder that holds the given kinds. Makes missing folders, private to this user. */
export async function vaultView<const K extends VaultKind>(
  folder: string,
  kinds: readonly K[],
): Promise<Vault<K>> {
  const folders = kinds.map((kind) => join(folder, kind));
  for (const path of folders) await mkdir(path, { recursive: true, mode: 0o700 });

  const folderOf = (kind: K): string => {
    if (!kinds.includes(kind))
      throw refusedPath(`this service has no part in the ${kind} files of the vault`);
    return join(folder, kind);
  };
  const named = (kind: K, digest: string): string => {
    if (!/^[0-9a-f]{64}$/.test(digest)) throw refusedPath('a file of the vault is named by its digest');
    return join(folderOf(kind), `${digest}${SUFFIXES[kind]}`);
  };
  const newPath = (kind: K): string => join(folderOf(kind), `incoming-${randomUUID()}${SUFFIXES[kind]}`);

  return {
    kinds,
    folders,
    newPath,
    put: async (kind, path) => {
      const source = dirname(path) === folderOf(kind) ? path : await copyIn(path, newPath(kind));
      const digest = await sha256OfFile(source);
      await settle(source, named(kind, digest));
      if (source !== path) await rm(path, { force: true });
      return digest;
    },
    pathOf: async (kind, digest) => {
      const path = named(kind, digest);
      if (await exists(path)) return path;
      throw new AppError('fault', 'vault_file_missing', `the vault has no ${kind} file ${digest}`);
    },
    removeUnreferenced: async (kind, keep, olderThan) => {
      const home = folderOf(kind);
      let removed = 0;
      for (const name of await readdir(home)) {
        if (keep.has(name.slice(0, 64))) continue;
        const found = await stat(join(home, name)).catch(() => null);
        if (found === null || (olderThan !== 'of-any-age' && found.mtime >= olderThan)) continue;
        await rm(join(home, name), { force: true });
        removed++;
      }
      return removed;
    },
  };
}

async function copyIn(from: string, to: string): Promise<string> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (cause) {
    await rm(to, { force: true });
    throw fromFileError(cause);
  }
  return to;
}

/** After this the content is on the disk under its name, whatever fails next. */
async function settle(source: string, target: string): Promise<void> {
  if (await exists(target)) {
    // The same content again: renewed, so that a sweeper running now takes it for a new file.
    const now = new Date();
    await utimes(target, now, now).catch((cause: unknown) => {
      throw fromFileError(cause);
    });
    await rm(source, { force: true });
    return;
  }
  try {
    const file = await open(source, 'r+');
    try {
      await file.chmod(0o400);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(source, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    throw fromFileError(cause);
  }
}

/** Makes a rename last. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function fromFileError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT')
    return new AppError('fault', 'vault_file_missing', 'the file is gone', { cause: error });
  if (isDiskFull(error)) return diskFull(error);
  return error;
}

/** SHA-256 of a file, lower-case hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    throw fromFileError(cause);
  }
  return hash.digest('hex');
}
