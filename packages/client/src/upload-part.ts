import { AppError } from '@credlink/contracts';
import { DetailedError, Upload } from 'tus-js-client';
import { problemToError } from './problem-to-error.ts';
import { cancelled, wait } from './wait.ts';

/** What tus-js-client can read: a Blob in a browser, an `fs.ReadStream` with a path in Node. */
export type UploadSource = Blob | { readonly path: string | Buffer };

export type UploadPartOptions = {
  readonly uploadUrl: string;
  readonly source: UploadSource;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly onProgress?: (sent: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Gives up after this long without one more byte accepted; 10 minutes unless said. */
  readonly patienceSeconds?: number;
};

/** A line that moves no byte for this long is cut and taken up again. */
const STALL_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 15;

/**
 * Sends one file to an existing tus resource. Asks the service how many bytes it has (HEAD) and sends the rest;
 * when the line breaks, the service restarts or stalls, it asks again and goes on, until `patienceSeconds` pass
 * without progress.
 *
 * Errors: the service's code when it refuses; `service_unavailable` when patience ends; `cancelled`.
 */
export async function uploadPart(options: UploadPartOptions): Promise<void> {
  const patienceMilliseconds = (options.patienceSeconds ?? 600) * 1000;
  const progress = { sent: -1, movedAt: performance.now() };
  const report = (sent: number): void => {
    if (sent > progress.sent) {
      progress.sent = sent;
      progress.movedAt = performance.now();
    }
    options.onProgress?.(sent, options.bytes);
  };
  for (let pauseSeconds = 0.5; ; pauseSeconds = Math.min(pauseSeconds * 2, LONGEST_PAUSE_SECONDS)) {
    const movedBefore = progress.movedAt;
    try {
      await uploadOnce(options, report);
      options.onProgress?.(options.bytes, options.bytes);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'transient') throw error;
      if (performance.now() - progress.movedAt > patienceMilliseconds) throw error;
      if (progress.movedAt !== movedBefore) pauseSeconds = 0.5;
      await wait(pauseSeconds * 1000, options.signal);
    }
  }
}

function uploadOnce(options: UploadPartOptions, report: (sent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) return reject(cancelled());
    let lastMoved = performance.now();
    const end = (finish: () => void): void => {
      clearInterval(watch);
      options.signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const stop = (error: AppError): void => end(() => void upload.abort(false).finally(() => reject(error)));
    const onAbort = (): void => stop(cancelled());
    const watch = setInterval(() => {
      if (performance.now() - lastMoved > STALL_SECONDS * 1000) stop(stalled());
    }, 1000);
    const upload = new Upload(sourceForTus(options.source), {
      uploadUrl: options.uploadUrl,
      uploadSize: options.bytes,
      headers: { ...options.headers },
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sent) => {
        lastMoved = performance.now();
        report(sent);
      },
      onSuccess: () => end(resolve),
      onError: (error) => end(() => reject(toAppError(error))),
    });
    options.signal?.addEventListener('abort', onAbort, { once: true });
    upload.start();
  });
}

/** Its types know Blob and Buffer only; its Node reader takes an `fs.ReadStream` and reads ranges by its path. */
function sourceForTus(source: UploadSource): Blob {
  return source as Blob;
}

function stalled(): AppError {
  return new AppError(
    'transient',
    'service_unavailable',
    'the upload stalled; run the same command again to go on',
  );
}

function toAppError(error: Error): AppError {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response === null) {
    return new AppError(
      'transient',
      'service_unavailable',
      'the line broke during the upload; run the same command again to go on',
      { cause: error },
    );
  }
  const status = response.getStatus();
  // 409: the offset moved meanwhile; 423: an earlier connection still holds the lock; 460: a chunk was damaged on
  // the way. Each is cured by asking for the offset again.
  if (status === 409 || status === 423 || status === 460 || status === 500) {
    return new AppError('transient', 'service_unavailable', `the upload was interrupted (${status})`, {
      detail: { status },
    });
  }
  return problemToError(status, response.getBody() ?? '');
}
