import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Manifest } from '@credlink/contracts';

/** What the manifest states of a Parquet file. */
export async function fileEntry(path: string, rows: number): Promise<Manifest['files']['identity']> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes, rows };
}
