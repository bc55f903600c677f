import type { ErrorCode } from './error-codes.ts';

/**
 * What to do about an error.
 * - `rejected`: the caller must change something.
 * - `transient`: the same call may work later.
 * - `fault`: our bug or corrupt state; shown to nobody but the log.
 */
export type ErrorKind = 'rejected' | 'transient' | 'fault';

/** Numbers and names that help to mend the cause: ids, counts, line numbers, column names. Never a value of a row. */
export type ErrorDetail = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * The one error class that crosses a border. `message` is static text plus ids and says what to do next;
 * it never holds a value taken from a file.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(
    kind: ErrorKind,
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; detail?: ErrorDetail } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.detail = options.detail ?? {};
  }
}

export function rejected(code: ErrorCode, message: string, detail?: ErrorDetail): AppError {
  return new AppError('rejected', code, message, detail === undefined ? {} : { detail });
}

export function transient(code: ErrorCode, message: string, cause?: unknown): AppError {
  return new AppError('transient', code, message, { cause });
}

export function fault(message: string, cause?: unknown): AppError {
  return new AppError('fault', 'fault', message, { cause });
}
