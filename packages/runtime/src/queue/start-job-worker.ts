import type { Logger } from '../logger.ts';
import type { Shutdown } from '../shutdown.ts';
import type { WorkerConfig } from '../worker-settings.ts';
import { type GaveUp, type JobHandlers, openQueue } from './queue.ts';
import { startSweeper, type UnfinishedJob } from './sweeper.ts';

export type JobWorkerOptions = {
  readonly logger: Logger;
  readonly handlers: JobHandlers;
  /** Ends what cannot be done: without it a sweeper would ring for it for ever. */
  readonly gaveUp: GaveUp;
  /** Everything that waits or was interrupted; also the moment to clear leftovers. */
  readonly listUnfinished: () => Promise<readonly UnfinishedJob[]>;
};

/** Takes up jobs one at a time, and sweeps, until the shutdown begins. */
export async function startJobWorker(
  shutdown: Shutdown,
  config: Pick<WorkerConfig, 'queueUrl' | 'jobLockSeconds' | 'sweepSeconds'>,
  { logger, handlers, gaveUp, listUnfinished }: JobWorkerOptions,
): Promise<void> {
  const queue = openQueue({ backend: config.queueUrl, logger });
  shutdown.onClose('queue', queue.close);
  const { signal } = shutdown;
  await queue.work(handlers, { concurrency: 1, signal, lockSeconds: config.jobLockSeconds, gaveUp });
  const stopSweeper = startSweeper({ queue, logger, intervalSeconds: config.sweepSeconds, listUnfinished });
  shutdown.onClose('sweeper', stopSweeper);
}
