import { AppError, type Problem, rejected, transient } from '@credlink/contracts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ERROR_STATUS } from './error-status.ts';

/** Seconds after which a client may try again what was transient. */
export const RETRY_AFTER_SECONDS = 5;

export type ProblemReply = { readonly status: number; readonly problem: Problem };

/**
 * What a caller is told about an error (RFC 9457). `fault` and every unknown error become one opaque answer; the
 * request id leads to the log.
 */
export function toProblem(error: unknown, requestId: string): ProblemReply {
  const known = toAppError(error);
  const code = known === null || known.kind === 'fault' ? 'fault' : known.code;
  const { status, title } = ERROR_STATUS[code];
  return {
    status,
    problem: {
      type: `urn:problem:${code}`,
      title,
      status,
      code,
      detail: known === null || code === 'fault' || status === 500 ? title : known.message,
      requestId,
    },
  };
}

/** The AppError behind an error of the edge itself, or null where it is none of ours. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => fieldPath(error.validationContext ?? 'request', issue));
    return rejected('request_invalid', `not valid: ${[...new Set(fields)].slice(0, 20).join(', ')}`);
  }
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return null;
  if (error.statusCode === 413)
    return rejected('body_too_large', 'the body is larger than this route accepts');
  if (error.statusCode === 404) return rejected('not_found', 'there is nothing here');
  if (error.statusCode === 503) return transient('service_unavailable', 'the service is closing', error);
  if (error.statusCode >= 400 && error.statusCode < 500) {
    return rejected('request_invalid', 'the request could not be read');
  }
  return null;
}

/** `body/manifest/kind`. A part that is no plain name was chosen by the caller and is shown as `*`. */
function fieldPath(
  context: string,
  issue: { readonly instancePath: string; readonly keyword: string },
): string {
  const parts = issue.instancePath.split('/').filter((part) => part !== '');
  const shown = parts.map((part) => (/^[A-Za-z0-9_-]{1,40}$/.test(part) ? part : '*'));
  return `${[context, ...shown].join('/')} (${issue.keyword})`;
}
