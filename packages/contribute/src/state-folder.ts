import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * What stays on the owner's machine between commands. Every folder is readable by its owner only.
 *
 * - `evaluations`: sealed OPRF outputs, so that a file costs only its new SSNs.
 * - `outbox`: tokenised files that are not yet committed.
 * - `receipts`: own record reference -> subject id, one Parquet file an upload.
 * - `staging`: work in progress in plain text; emptied when its command ends, however it ends.
 */
export type StateFolder = {
  readonly root: string;
  readonly evaluations: string;
  readonly outbox: string;
  readonly receipts: string;
  readonly staging: string;
};

const OWNER_ONLY = 0o700;

/** Creates what is missing and removes what commands that were killed left behind. */
export async function openStateFolder(root: string): Promise<StateFolder> {
  const folder: StateFolder = {
    root,
    evaluations: join(root, 'evaluations'),
    outbox: join(root, 'outbox'),
    receipts: join(root, 'receipts'),
    staging: join(root, 'staging'),
  };
  for (const path of Object.values(folder)) {
    await mkdir(path, { recursive: true, mode: OWNER_ONLY });
    await chmod(path, OWNER_ONLY);
  }
  await sweepStaging(folder.staging);
  return folder;
}

/** Runs `work` in a private folder that is gone afterwards. */
export async function withStagingFolder<T>(
  state: StateFolder,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const name = `${hostPart()}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const folder = join(state.staging, name);
  await mkdir(folder, { mode: OWNER_ONLY });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Folders of processes of this machine that no longer run. Those of other machines (a shared home) are theirs. */
async function sweepStaging(staging: string): Promise<void> {
  for (const name of await readdir(staging)) {
    const [host, pid] = name.split('.');
    if (host === hostPart() && !isRunning(Number(pid))) {
      await rm(join(staging, name), { recursive: true, force: true });
    }
  }
}

function hostPart(): string {
  return hostname().replace(/[^A-Za-z0-9-]/g, '_') || 'host';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
