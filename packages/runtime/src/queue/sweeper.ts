import type { JobName, JobPayload } from '@credlink/contracts';
import { bindEvents, type Logger } from '../logger.ts';
import type { JobQueue } from './queue.ts';
import { QUEUE_EVENTS } from './queue-events.ts';

/** A job that is not done, by what the database says. */
export type UnfinishedJob = {
  readonly [K in JobName]: { readonly name: K; readonly payload: JobPayload<K> };
}[JobName];

export type SweeperOptions = {
  readonly queue: JobQueue;
  readonly logger: Logger;
  readonly intervalSeconds: number;
  /** Everything that waits or was interrupted. A job that is queued or running is not disturbed by being listed. */
  readonly listUnfinished: () => Promise<readonly UnfinishedJob[]>;
};

/**
 * Rings for everything unfinished, now and at every interval: whatever was lost - a ring, the queue, a process -
 * is taken up again.
 *
 * @returns stops sweeping, after the sweep under way
 */
export function startSweeper(options: SweeperOptions): () => Promise<void> {
  const { queue, logger, intervalSeconds, listUnfinished } = options;
  const events = bindEvents(logger, QUEUE_EVENTS);
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const ring = <K extends JobName>(job: { readonly name: K; readonly payload: JobPayload<K> }) =>
    queue.ring(job.name, job.payload);

  async function sweep(): Promise<void> {
    try {
      for (const job of await listUnfinished()) {
        if (isStopped || !(await ring(job))) break;
      }
    } catch (error) {
      events.sweepFailed({}, error);
    }
    if (!isStopped) timer = setTimeout(() => (running = sweep()), intervalSeconds * 1000);
  }

  let running = sweep();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
