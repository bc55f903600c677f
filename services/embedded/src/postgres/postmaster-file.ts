import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server says about itself in `postmaster.pid` of its data folder. */
export type Postmaster = { readonly pid: number; readonly isReady: boolean };

/**
 * Reads `postmaster.pid` (PostgreSQL, `src/include/utils/pidfile.h`): line 1 is the process id, line 8 the status,
 * padded with blanks. Null where there is no file or it is still being written.
 */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  if (!Number.isInteger(pid) || pid < 2) return null;
  return { pid, isReady: lines[7]?.trim() === 'ready' };
}

/** Whether a process exists and is a PostgreSQL server: a process id in a stale file may belong to anybody by now. */
export async function isServer(pid: number): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return command.trim() === 'postgres';
}

/** Whether a process exists. One that has ended but was never collected, as happens in containers, does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return !/^State:\tZ/m.test(status);
}
