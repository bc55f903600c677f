import { constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '@credlink/contracts';

/** Where a result is written before it is whole, and how it gets into its folder. */
export type Output = {
  readonly staging: string;
  /** Moves all files into the folder, the certificate last: a folder without one is no result. */
  readonly publish: () => void;
  readonly discard: () => void;
};

const LAST = 'certificate.json';

/**
 * Makes sure that a folder can be written to before anything is computed.
 * @throws {AppError} `folder_not_writable`
 */
export async function claimOutput(out: string): Promise<Output> {
  const folder = resolve(out);
  const base = nearest(folder);
  try {
    if (!(await stat(base)).isDirectory()) throw new TypeError('not a folder');
    await access(base, constants.W_OK | constants.X_OK);
    const staging = join(base, `.unfinished-${process.pid}`);
    mkdirSync(staging);
    return {
      staging,
      publish() {
        mkdirSync(folder, { recursive: true });
        rmSync(join(folder, LAST), { force: true });
        const names = readdirSync(staging).filter((name) => name !== LAST);
        for (const name of [...names, LAST]) renameSync(join(staging, name), join(folder, name));
        rmSync(staging, { recursive: true });
      },
      discard: () => rmSync(staging, { recursive: true, force: true }),
    };
  } catch (cause) {
    throw new AppError(
      'rejected',
      'folder_not_writable',
      'the folder of --out cannot be made or written to; choose another',
      { cause },
    );
  }
}

/** The folder itself, or the first above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}
