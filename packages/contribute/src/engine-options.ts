import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { EngineOptions } from '@credlink/vault';

const MIB = 1024 * 1024;
const LEAST_MIB = 512;
const MOST_MIB = 4096;

/** A quarter of this machine's memory, between 512 MiB and 4 GiB; beyond it the engine spills into `folder`. */
export function stagingEngine(
  folder: string,
  folders: readonly string[],
  signal: AbortSignal | undefined,
): EngineOptions {
  const mib = Math.min(MOST_MIB, Math.max(LEAST_MIB, Math.floor(totalmem() / 4 / MIB)));
  return {
    memoryLimit: `${mib}MiB`,
    threads: Math.max(2, availableParallelism()),
    tempFolder: join(folder, 'spill'),
    folders: [folder, ...folders],
    ...(signal === undefined ? {} : { signal }),
  };
}
