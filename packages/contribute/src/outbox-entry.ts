import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DecoyOpening, Manifest, UploadView } from '@credlink/contracts';
import { DECOYS_FILE } from './plant-decoys.ts';
import type { SourceFile } from './source-file.ts';
import type { StateFolder } from './state-folder.ts';

/**
 * A tokenised file that is not committed yet. It is kept because subject ids are random: tokenising the file again
 * would make other bytes, and the part that is already uploaded would be lost.
 */
export type OutboxEntry = {
  readonly folder: string;
  /** Where `tokeniseFile` puts its output. */
  readonly files: string;
};

export async function openOutboxEntry(
  state: StateFolder,
  source: SourceFile,
  sourceDigest: string,
): Promise<OutboxEntry> {
  const folder = join(state.outbox, `${source.organisation}-${source.kind}-${sourceDigest.slice(0, 32)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { folder, files: join(folder, 'files') };
}

/** The manifest of a finished tokenisation made with the same settings; null where there is none. */
export async function readOutboxManifest(entry: OutboxEntry, settings: string): Promise<Manifest | null> {
  const [found, manifest] = await Promise.all([
    readText(join(entry.folder, 'settings')),
    readText(join(entry.files, 'manifest.json')),
  ]);
  if (found !== settings || manifest === null) return null;
  const parsed = Manifest.safeParse(JSON.parse(manifest));
  return parsed.success ? parsed.data : null;
}

/** What opens the manifest's commitment; null where nothing was planted. */
export async function readOutboxDecoys(entry: OutboxEntry): Promise<DecoyOpening | null> {
  const text = await readText(join(entry.files, DECOYS_FILE));
  return text === null ? null : DecoyOpening.parse(JSON.parse(text));
}

/** Everything besides the file's bytes that decides what is made of it, as a digest. */
export function settingsDigest(source: SourceFile, versions: Readonly<Record<string, unknown>>): string {
  const { kind, organisation, referenceIssuer, mapping, quarter } = source;
  return createHash('sha256')
    .update(JSON.stringify([kind, organisation, referenceIssuer, mapping, quarter, versions]))
    .digest('hex');
}

/** Empties the entry for a tokenisation with these settings and this salt of its subject ids. */
export async function resetOutboxEntry(entry: OutboxEntry, settings: string, salt: string): Promise<void> {
  await removeOutboxEntry(entry);
  await mkdir(entry.folder, { recursive: true, mode: 0o700 });
  await writeFile(join(entry.folder, 'salt'), salt, { mode: 0o600 });
  await writeFile(join(entry.folder, 'settings'), settings, { mode: 0o600 });
}

/** The salt of the tokenisation in the entry. */
export function readOutboxSalt(entry: OutboxEntry): Promise<string | null> {
  return readText(join(entry.folder, 'salt'));
}

export async function removeOutboxEntry(entry: OutboxEntry): Promise<void> {
  await rm(entry.folder, { recursive: true, force: true });
}

/** Which upload these very bytes belong to. */
export async function noteUpload(entry: OutboxEntry, uploadId: string): Promise<void> {
  const path = join(entry.folder, 'upload-id');
  await writeFile(`${path}.part`, uploadId, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

export async function notedUpload(entry: OutboxEntry): Promise<string | null> {
  const parsed = UploadView.shape.uploadId.safeParse(await readText(join(entry.folder, 'upload-id')));
  return parsed.success ? parsed.data : null;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
