import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DEFAULT_SAMPLE, generateSample } from '@credlink/sample';

/** Changes the text of a file on its way to disk; gets the path relative to the folder. */
export type ChangeText = (path: string, text: string) => string;

/** Writes a small simulated state to a folder. */
export async function writeSampleFolder(
  folder: string,
  options: { readonly persons: number; readonly quarters: number; readonly seed?: string },
  change: ChangeText = (_, text) => text,
): Promise<void> {
  for (const file of generateSample({ ...DEFAULT_SAMPLE, seed: 'test', ...options })) {
    const text = change(file.path, [...file.content].join(''));
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.path.endsWith('.gz') ? gzipSync(text) : text);
  }
}
