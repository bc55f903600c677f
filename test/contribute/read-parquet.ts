import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EngineRow, openEngine, quoteText } from '@credlink/vault';

/** All rows of a small Parquet file; UUIDs as text, subject ids as bigint. */
export async function readParquet(path: string): Promise<EngineRow[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'credlink-read-'));
  const engine = await openEngine({
    memoryLimit: '256MiB',
    threads: 1,
    tempFolder: temporary,
    folders: [dirname(path)],
  });
  try {
    return await engine.rows(`SELECT * FROM read_parquet(${quoteText(path)})`);
  } finally {
    await engine.close();
    await rm(temporary, { recursive: true });
  }
}
