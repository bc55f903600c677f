import { AppError } from '@credlink/contracts';
import type { z } from 'zod';
import { problemToError } from './problem-to-error.ts';
import { cancelled, wait } from './wait.ts';

/** How to reach one service. `apiKey` is null where the caller has none: open routes still work. */
export type Endpoint = {
  readonly url: string;
  readonly apiKey: string | null;
  readonly timeoutSeconds: number;
  /** Attempts in all, the first included. */
  readonly attempts: number;
};

export type Call<T> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly accept?: string;
  /**
   * Whether asking twice does no more than asking once. Where it does not, a call whose fate is unknown (the line
   * broke after it was sent) is not repeated.
   */
  readonly isRepeatable: boolean;
  /** Reads the body of a success; the status tells a new resource (201) from a known one (200). */
  readonly read: (text: string, status: number) => T;
  readonly signal?: AbortSignal | undefined;
};

const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 15_000;

/** Reads a JSON body by its schema. A body of another shape means that client and service differ in version. */
export function json<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text === '' ? null : JSON.parse(text));
    if (parsed.success) return parsed.data;
    const at = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AppError(
      'fault',
      'fault',
      `the service answered in a shape this version does not know (at "${at}"); use the same version on both sides`,
    );
  };
}

/**
 * One call with a deadline per attempt, repeated with growing pauses while the failure is transient.
 *
 * Errors: the service's own code; `service_unavailable` where it could not be reached; `cancelled`.
 */
export async function call<T>(endpoint: Endpoint, request: Call<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(endpoint, request);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'transient') throw error;
      if (attempt >= endpoint.attempts || !mayRepeat(request, error)) throw error;
      await wait(pauseMilliseconds(attempt, error), request.signal);
    }
  }
}

/** An answer (any status) tells that the call was refused; silence does not. */
function mayRepeat<T>(request: Call<T>, error: AppError): boolean {
  return request.isRepeatable || error.detail.status !== undefined || error.detail.reason === 'refused';
}

function pauseMilliseconds(attempt: number, error: AppError): number {
  const asked = error.detail.retryAfterSeconds;
  if (typeof asked === 'number') return Math.min(asked * 1000, 60_000);
  const longest = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_MILLISECONDS);
  return longest * (0.5 + Math.random() / 2);
}

async function once<T>(endpoint: Endpoint, request: Call<T>): Promise<T> {
  if (isAborted(request.signal)) throw cancelled();
  const deadline = AbortSignal.timeout(endpoint.timeoutSeconds * 1000);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  let response: Response;
  let text: string;
  try {
    response = await fetch(addressOf(endpoint, request), {
      method: request.method,
      headers: headersOf(endpoint, request),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal,
      redirect: 'error',
    });
    text = await response.text();
  } catch (cause) {
    if (isAborted(request.signal)) throw cancelled();
    throw unreachable(endpoint, deadline.aborted, cause);
  }
  if (response.ok) return request.read(text, response.status);
  const error = problemToError(response.status, text);
  const retryAfter = Number(response.headers.get('retry-after'));
  if (!Number.isFinite(retryAfter) || retryAfter <= 0) throw error;
  throw new AppError(error.kind, error.code, error.message, {
    detail: { ...error.detail, retryAfterSeconds: retryAfter },
  });
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function unreachable(endpoint: Endpoint, isLate: boolean, cause: unknown): AppError {
  const host = new URL(endpoint.url).host;
  const message = isLate
    ? `${host} did not answer within ${endpoint.timeoutSeconds} s; try again later`
    : `${host} cannot be reached; check the address and that the service runs`;
  return new AppError('transient', 'service_unavailable', message, {
    cause,
    detail: { reason: wasRefused(cause) ? 'refused' : 'unknown' },
  });
}

/** A refused connection never carried the call. */
function wasRefused(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  return inner instanceof Error && 'code' in inner && inner.code === 'ECONNREFUSED';
}

function addressOf<T>(endpoint: Endpoint, request: Call<T>): URL {
  const url = new URL(endpoint.url.replace(/\/+$/, '') + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function headersOf<T>(endpoint: Endpoint, request: Call<T>): Record<string, string> {
  return {
    accept: request.accept ?? 'application/json',
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` }),
  };
}
