import type { ErrorCode, Problem } from '@credlink/contracts';
import { ERROR_STATUS } from '@credlink/runtime';

export type TransferReply = { readonly status_code: number; readonly body: string };

type Answer = { readonly status: number; readonly code: ErrorCode; readonly detail: string };

/** RFC 4918 section 11.3: what a client of the resumable protocol takes for "ask for the offset and go on". */
const LOCKED = 423;

/** The status the protocol's own server gave its error; 500 for everything else. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status_code' in error)) return 500;
  return typeof error.status_code === 'number' ? error.status_code : 500;
}

function isAborted(error: unknown): boolean {
  const body = typeof error === 'object' && error !== null && 'body' in error ? error.body : null;
  return typeof body === 'string' && body.startsWith('Request aborted');
}

function answerOf(error: unknown): Answer {
  if (isAborted(error)) {
    return {
      status: LOCKED,
      code: 'conflict',
      detail: 'another connection took over; ask for the offset and go on',
    };
  }
  const status = statusOf(error);
  switch (status) {
    case 404:
    case 410:
      return { status: 404, code: 'not_found', detail: 'there is no such file' };
    case 409:
      return { status, code: 'conflict', detail: 'the offset is not the number of bytes received so far' };
    case 413:
      return { status, code: 'body_too_large', detail: 'the file is longer than its manifest says' };
    default:
      return status >= 400 && status < 500
        ? { status, code: 'request_invalid', detail: 'the request does not follow the protocol tus 1.0' }
        : { status: 500, code: 'fault', detail: ERROR_STATUS.fault.title };
  }
}

/** What a sender of bytes is told about an error. Never the error's own text: it may name a path of this machine. */
export function transferReply(error: unknown, requestId: string): TransferReply {
  const { status, code, detail } = answerOf(error);
  const problem: Problem = {
    type: `urn:problem:${code}`,
    title: ERROR_STATUS[code].title,
    status,
    code,
    detail,
    requestId,
  };
  return { status_code: status, body: JSON.stringify(problem) };
}
