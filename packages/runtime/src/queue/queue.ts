import { fault, JOBS, type JobName, type JobPayload } from '@credlink/contracts';
import { DelayedError, UnrecoverableError } from 'bullmq';
import { bindEvents, type Logger } from '../logger.ts';
import type { JobHandler } from './job-handler.ts';
import {
  type BackendProcessor,
  type BackendQueue,
  type BackendWorker,
  openBackend,
  type QueueBackend,
} from './queue-backend.ts';
import { QUEUE_EVENTS } from './queue-events.ts';
import { runJob } from './run-job.ts';

/** Handlers of the jobs one service does; the other jobs are other services'. */
export type JobHandlers = { readonly [K in JobName]?: JobHandler<K> };

/** Told once when a job is given up: after its last attempt, or at once where trying again is no use. */
export type GaveUp = { readonly [K in JobName]?: (payload: JobPayload<K>, error: unknown) => Promise<void> };

export type WorkOptions = {
  /** Jobs of each name at a time. */
  readonly concurrency: number;
  /** Aborted when the process ends: running jobs are asked to stop and are left for the next process. */
  readonly signal: AbortSignal;
  readonly gaveUp?: GaveUp;
  /** After so long without a sign of life a job is another worker's. */
  readonly lockSeconds?: number;
};

/** A doorbell, never a truth: it says "look at this id again". What is to be done stands in the database. */
export type JobQueue = {
  /**
   * Rings for a job; ringing again before it is done changes nothing. Ring after the commit.
   *
   * @returns false where the queue is away: nothing is lost, the sweeper rings again
   */
  ring<K extends JobName>(name: K, payload: JobPayload<K>): Promise<boolean>;
  /** Starts doing jobs, and returns once listening. */
  work(handlers: JobHandlers, options: WorkOptions): Promise<void>;
  /** Waits for running jobs and lets go of every connection, also where the queue is away. */
  close(): Promise<void>;
};

export type QueueOptions = {
  readonly backend: QueueBackend;
  readonly logger: Logger;
  /** How long a ring may take before it counts as lost. */
  readonly ringSeconds?: number;
};

const RING_SECONDS = 5;
const BACKOFF_MILLISECONDS = 1000;
const LOCK_SECONDS = 15;

/** A queue that is away would otherwise be waited for until it is back, just to say goodbye. */
const GOODBYE_SECONDS = 3;

/** Opens the queue on its backend. It connects when first used, so it opens also where the backend is away. */
export function openQueue({ backend, logger, ringSeconds = RING_SECONDS }: QueueOptions): JobQueue {
  const events = bindEvents(logger, QUEUE_EVENTS);
  const opened = openBackend(backend);
  const queues = new Map<JobName, BackendQueue>();
  const workers: BackendWorker[] = [];
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  const queueOf = (name: JobName): BackendQueue => {
    if (closing !== null) throw fault('the queue is closed');
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = opened.openQueue(name);
    queue.on('error', (error) => events.queueTroubled({}, error));
    queues.set(name, queue);
    return queue;
  };

  async function ring<K extends JobName>(name: K, payload: JobPayload<K>): Promise<boolean> {
    const jobId = jobIdOf(name, payload);
    const added = queueOf(name).add(name, JOBS[name].payload.parse(payload), {
      jobId,
      attempts: JOBS[name].attempts,
      backoff: { type: 'exponential', delay: BACKOFF_MILLISECONDS },
      removeOnComplete: true,
      removeOnFail: true,
      // An error's text and stack would be stored with the job.
      stackTraceLimit: 0,
    });
    const isRung = await settledWithin(ringSeconds, added);
    if (!isRung) events.ringLost({ jobId });
    return isRung;
  }

  function processorOf<K extends JobName>(
    name: K,
    handler: JobHandler<K>,
    options: WorkOptions,
  ): BackendProcessor {
    return async (job, token) => {
      const started = performance.now();
      const payload = JOBS[name].payload.parse(job.data) as JobPayload<K>;
      const jobId = jobIdOf(name, payload);
      const attempt = job.attemptsMade + 1;
      const work = runJob(handler, payload, JOBS[name].timeoutSeconds, options.signal);
      running.add(work);
      const outcome = await work.finally(() => running.delete(work));
      const milliseconds = Math.round(performance.now() - started);
      switch (outcome.kind) {
        case 'finished':
          events.jobFinished({ jobId, milliseconds });
          return;
        case 'interrupted':
          await job.moveToDelayed(Date.now() + BACKOFF_MILLISECONDS, token);
          throw new DelayedError();
        case 'put_off':
          if (attempt < JOBS[name].attempts) {
            events.jobPutOff({ jobId, code: outcome.code, attempt }, outcome.error);
            throw new Error(outcome.code);
          }
          events.jobFailed({ jobId, code: outcome.code, attempt }, outcome.error);
          await options.gaveUp?.[name]?.(payload, outcome.error);
          throw new UnrecoverableError(outcome.code);
        case 'rejected':
        case 'failed':
          if (outcome.kind === 'rejected') events.jobRejected({ jobId, code: outcome.code, milliseconds });
          else events.jobFailed({ jobId, code: outcome.code, attempt }, outcome.error);
          await options.gaveUp?.[name]?.(payload, outcome.error);
          throw new UnrecoverableError(outcome.code);
      }
    };
  }

  async function startWorker<K extends JobName>(
    name: K,
    handler: JobHandler<K>,
    options: WorkOptions,
  ): Promise<void> {
    const lockMilliseconds = Math.ceil((options.lockSeconds ?? LOCK_SECONDS) * 1000);
    const worker = opened.openWorker(name, processorOf(name, handler, options), {
      concurrency: options.concurrency,
      lockDuration: lockMilliseconds,
      stalledInterval: Math.ceil(lockMilliseconds / 3),
      // A worker killed in the middle is no fault of the job; the database counts what matters.
      maxStalledCount: 100,
    });
    worker.on('error', (error) => events.queueTroubled({}, error));
    workers.push(worker);
    await worker.waitUntilReady();
  }

  async function closeAll(): Promise<void> {
    const closing = Promise.all(workers.map((worker) => worker.close(false)));
    let isClosed = false;
    do {
      await Promise.all(running);
      isClosed = await settledWithin(GOODBYE_SECONDS, closing);
    } while (!isClosed && running.size > 0);
    if (!isClosed) await cut(workers);
    const open = [...queues.values()];
    if (!(await settledWithin(GOODBYE_SECONDS, Promise.all(open.map((queue) => queue.close()))))) {
      await cut(open);
    }
    await opened.close();
  }

  return {
    ring,
    work: async (handlers, options) => {
      const start = async <K extends JobName>(name: K): Promise<void> => {
        const handler: JobHandler<K> | undefined = handlers[name];
        if (handler !== undefined) await startWorker(name, handler, options);
      };
      for (const name of JOB_NAMES) await start(name);
    },
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

const JOB_NAMES = Object.keys(JOBS) as JobName[];

/** `link-run-<runId>`: the same work has the same id, so it waits in the queue at most once. */
export function jobIdOf<K extends JobName>(name: K, payload: JobPayload<K>): string {
  return [name, ...Object.values(payload)].join('-');
}

/** Stops trying to reach a queue that is away. */
async function cut(connected: readonly { disconnect(): Promise<void> }[]): Promise<void> {
  await settledWithin(1, Promise.all(connected.map((one) => one.disconnect())));
}

async function settledWithin(seconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
