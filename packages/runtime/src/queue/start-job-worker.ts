import type { Logger } from '../logger.ts';
import type { Shutdown } from '../shutdown.ts';
import { type GaveUp, type JobHandlers, openQueue } from './queue.ts';
import type { QueueBackend } from './queue-backend.ts';
import { startSweeper, type UnfinishedJob } from './sweeper.ts';

export type JobWorkerOptions = {
  readonly backend: QueueBackend;
  readonly logger: Logger;
  readonly handlers: JobHandlers;
  /** Ends what cannot be done: without it a sweeper would ring for it for ever. */
  readonly gaveUp: GaveUp;
  /** A job whose process died is another worker's after so long. */
  readonly lockSeconds: number;
  readonly sweepSeconds: number;
  /** Everything that waits or was interrupted; also the moment to clear leftovers. */
  readonly listUnfinished: () => Promise<readonly UnfinishedJob[]>;
};

/** Takes up jobs one at a time, and sweeps, until the shutdown begins. */
export async function startJobWorker(shutdown: Shutdown, options: JobWorkerOptions): Promise<void> {
  const { backend, logger, handlers, gaveUp, lockSeconds, sweepSeconds, listUnfinished } = options;
  const queue = openQueue({ backend, logger });
  shutdown.onClose('queue', queue.close);
  await queue.work(handlers, { concurrency: 1, signal: shutdown.signal, lockSeconds, gaveUp });
  const stopSweeper = startSweeper({ queue, logger, intervalSeconds: sweepSeconds, listUnfinished });
  shutdown.onClose('sweeper', stopSweeper);
}
