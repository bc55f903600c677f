import { AppError } from '@credlink/contracts';

/** Resolves after `milliseconds`, or rejects with `cancelled` as soon as the signal fires. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(cancelled());
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** What a call rejects with whose signal was aborted. */
export function cancelled(): AppError {
  return new AppError('rejected', 'cancelled', 'cancelled');
}
