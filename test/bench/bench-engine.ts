import { type Engine, openEngine } from '@credlink/vault';
import type { Job } from './bench-row.ts';

/** Threads of DuckDB, in our processes and in its own. */
export const ENGINE_THREADS = 2;

/** Work with an engine that sees the job's folder. */
export async function withEngine<T>(
  { folder, memoryLimit }: Pick<Job, 'folder' | 'memoryLimit'>,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    memoryLimit,
    threads: ENGINE_THREADS,
    tempFolder: folder,
    folders: [folder],
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

export function duckdbVersion(engine: Engine): Promise<string> {
  return engine.scalar('SELECT version()', [], String);
}
