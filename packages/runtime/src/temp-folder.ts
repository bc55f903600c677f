import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this process alone, for what its queries spill. */
export type TempFolder = { readonly path: string; readonly remove: () => Promise<void> };

/**
 * Claims the folder for temporary files of a process. What a killed one spilled is rows, so it must not outlive the
 * next start: a folder that was configured belongs to one process of this name, and is emptied here. Where none was,
 * a new one in the system's folder is used, whose cleaning is the system's.
 *
 * @param configured from the settings of the process, undefined where nothing was said
 * @param name of the process
 */
export async function claimTempFolder(configured: string | undefined, name: string): Promise<TempFolder> {
  const path =
    configured === undefined ? await mkdtemp(join(tmpdir(), `credlink-${name}-`)) : join(configured, name);
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  if (configured !== undefined) await remove();
  return { path, remove };
}
