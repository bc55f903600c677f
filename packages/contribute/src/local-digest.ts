import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceDigester } from './source-digest.ts';
import type { StateFolder } from './state-folder.ts';

/**
 * HMAC-SHA-256 of a file under a key this machine made for itself, lower-case hex: by it a file is known again after the
 * exchange key was replaced. It is kept beside receipts and never sent.
 */
export async function localDigester(state: StateFolder): Promise<SourceDigester> {
  const hmac = createHmac('sha256', createSecretKey(await localKey(join(state.receipts, 'file.key'))));
  return { update: (bytes) => void hmac.update(bytes), hex: () => hmac.digest('hex') };
}

const KEY_LENGTH = 32;

async function localKey(path: string): Promise<Buffer> {
  const known = await readFile(path).catch(() => null);
  if (known?.length === KEY_LENGTH) return known;
  const made = randomBytes(KEY_LENGTH);
  const unfinished = `${path}.${made.toString('hex', 0, 4)}.part`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(made);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  return made;
}
