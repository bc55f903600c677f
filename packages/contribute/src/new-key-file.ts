import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '@credlink/contracts';

/** A key file that is to be filled: its owner's alone, and never one that exists. Errors: `config_invalid`. */
export async function openNewKeyFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    throw cannotBeMade(cause);
  }
}

export function cannotBeMade(cause: unknown): AppError {
  return new AppError(
    'rejected',
    'config_invalid',
    'the key file cannot be created; name a file that does not exist, in a folder that does',
    { cause },
  );
}
