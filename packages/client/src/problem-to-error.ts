import { AppError, type ErrorKind, Problem } from '@credlink/contracts';

const TRANSIENT_STATUSES: readonly number[] = [408, 425, 429, 502, 503, 504];

/** Codes that come with a 429 and do not pass by waiting. */
const LASTING_CODES: readonly string[] = ['quota_exceeded'];

function kindOf(status: number, code: string): ErrorKind {
  if (LASTING_CODES.includes(code)) return 'rejected';
  if (TRANSIENT_STATUSES.includes(status)) return 'transient';
  return status >= 500 ? 'fault' : 'rejected';
}

/**
 * The error of a refused call: the same code the service gave. An answer that is no problem document (a proxy's
 * page, say) becomes `service_unavailable` or `fault`; its text is not repeated.
 */
export function problemToError(status: number, body: string): AppError {
  const problem = Problem.safeParse(parseJson(body));
  if (problem.success) {
    const { code, title, detail, requestId } = problem.data;
    // The code says what the title says; the detail says more.
    return new AppError(kindOf(status, code), code, detail === '' ? title : detail, {
      detail: { status, requestId },
    });
  }
  const kind = kindOf(status, '');
  return new AppError(
    kind,
    kind === 'fault' ? 'fault' : 'service_unavailable',
    `the service answered ${status} without a reason; check the address of the service`,
    { detail: { status } },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
