import { AppError } from '@credlink/contracts';

/** An error as a log may show it. */
export type ErrorDescription = {
  readonly name: string;
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  readonly frames: readonly string[];
  readonly cause: ErrorDescription | null;
};

const MAX_FRAMES = 12;
const MAX_CAUSES = 4;

/**
 * What a log may say about an error. The message of an AppError is static text plus ids and is kept; that of any
 * other error may quote a value (a database names the key that exists already) and is left out, in the stack too.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) {
    return { name: typeof error, kind: 'unknown', code: '', message: '', frames: [], cause: null };
  }
  const isOurs = error instanceof AppError;
  return {
    name: error.name,
    kind: isOurs ? error.kind : 'unknown',
    code: codeOf(error),
    message: isOurs ? error.message : '',
    frames: frames(error),
    cause: error.cause === undefined || depth === MAX_CAUSES ? null : describeError(error.cause, depth + 1),
  };
}

/** Codes are identifiers such as `ECONNREFUSED`, `23505` or `vault_file_missing`; anything else is left out. */
function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code) ? code : '';
}

function frames(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
}
