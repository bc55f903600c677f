import { type AppError, transient } from '@credlink/contracts';

/** What Node and libuv call a disk, a quota or a file size that is used up. */
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Whether an error of the file system says that no more can be written. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FULL.includes(error.code);
}

export function diskFull(cause: unknown): AppError {
  return transient(
    'disk_full',
    'the disk is full: make room where the work is kept, then start again; nothing half-written is left behind',
    cause,
  );
}
