import { readFile, stat } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';

/** Documents beyond this are refused before they are read: they are far smaller. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** Errors: `file_not_found`, `release_malformed`; both name the file alone. */
export async function readJson(path: string): Promise<unknown> {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  let text: string;
  try {
    if ((await stat(path)).size > MAX_DOCUMENT_BYTES)
      throw rejected('release_malformed', `${name}: it is too large`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw cause instanceof AppError ? cause : notThere(name, cause);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw rejected('release_malformed', `${name}: it is not JSON; it may be truncated`);
  }
}

export function notThere(name: string, cause: unknown): AppError {
  return new AppError('rejected', 'file_not_found', `${name} cannot be opened; check the path`, { cause });
}
