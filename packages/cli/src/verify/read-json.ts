import { readFile, stat } from 'node:fs/promises';
import { AppError, type ErrorCode, rejected } from '@credlink/contracts';

/** Documents beyond this are refused before they are read: they are far smaller. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/**
 * @param refusal the code for what is no JSON
 * @throws {AppError} `file_not_found`, and the refusal; both name the file alone
 */
export async function readJson(path: string, refusal: ErrorCode = 'release_malformed'): Promise<unknown> {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  let text: string;
  try {
    if ((await stat(path)).size > MAX_DOCUMENT_BYTES) throw rejected(refusal, `${name}: it is too large`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw cause instanceof AppError ? cause : notThere(name, cause);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw rejected(refusal, `${name}: it is not JSON; it may be truncated`);
  }
}

export function notThere(name: string, cause: unknown): AppError {
  return new AppError('rejected', 'file_not_found', `${name} cannot be opened; check the path`, { cause });
}
