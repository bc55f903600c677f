import { AppError, type JobName, type JobPayload, transient } from '@credlink/contracts';
import { toAppError } from '../problem-reply.ts';
import type { JobHandler } from './job-handler.ts';

/** How a job ended, and what the queue should do about it. */
export type JobOutcome =
  | { readonly kind: 'finished' }
  /** The end of the process interrupted it: it waits for the next one. */
  | { readonly kind: 'interrupted' }
  /** It may work later. */
  | { readonly kind: 'put_off'; readonly code: string; readonly error: unknown }
  /** Trying again would change nothing. */
  | { readonly kind: 'rejected' | 'failed'; readonly code: string; readonly error: unknown };

/**
 * Runs a handler within its time. A handler that pays no attention to its signal is waited for all the same: two
 * of them at work on one object would be worse than a slow one.
 */
export async function runJob<K extends JobName>(
  handler: JobHandler<K>,
  payload: JobPayload<K>,
  timeoutSeconds: number,
  ending: AbortSignal,
): Promise<JobOutcome> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutSeconds * 1000);
  try {
    await handler(payload, AbortSignal.any([ending, timeout.signal]));
    return { kind: 'finished' };
  } catch (error) {
    if (ending.aborted) return { kind: 'interrupted' };
    if (timeout.signal.aborted) {
      const late = transient('cancelled', `not done within ${timeoutSeconds} s`, error);
      return { kind: 'put_off', code: late.code, error: late };
    }
    return outcomeOf(error);
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOf(error: unknown): JobOutcome {
  const known = toAppError(error) ?? new AppError('fault', 'fault', 'unexpected error', { cause: error });
  const { code } = known;
  if (known.kind === 'transient') return { kind: 'put_off', code, error };
  return { kind: known.kind === 'rejected' ? 'rejected' : 'failed', code, error };
}
