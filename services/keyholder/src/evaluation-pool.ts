import { Worker } from 'node:worker_threads';
import { fault, transient } from '@credlink/contracts';
import type { BatchAnswered, BatchAsked, WorkerKey } from './evaluation-message.ts';

/** Threads for curve work: a batch of 1,024 elements takes half a second, during which nothing else would run. */
export type EvaluationPool = {
  /** Evaluates one batch, with its proof. Transient `service_unavailable` where too many batches wait already. */
  readonly evaluate: (elements: readonly Uint8Array[]) => Promise<BatchAnswered>;
  /** Refuses what still waits and ends the threads. */
  readonly close: () => Promise<void>;
};

/** Batches that may wait for a thread, for each thread: some eight seconds of work. */
const MAX_WAITING_PER_THREAD = 16;

const RESTART_MILLISECONDS = 1000;

type Batch = {
  readonly elements: readonly Uint8Array[];
  readonly resolve: (answer: BatchAnswered) => void;
  readonly reject: (error: Error) => void;
};

type Thread = { readonly worker: Worker; batch: Batch | null };

export function startEvaluationPool(options: {
  readonly secretKey: Uint8Array;
  readonly threads: number;
}): EvaluationPool {
  const waiting: Batch[] = [];
  const threads = new Set<Thread>();
  let isClosed = false;

  function feed(thread: Thread): void {
    thread.batch = waiting.shift() ?? null;
    if (thread.batch !== null) {
      thread.worker.postMessage({ elements: thread.batch.elements } satisfies BatchAsked);
    }
  }

  function add(): void {
    const workerData: WorkerKey = { secretKey: options.secretKey };
    const worker = new Worker(new URL('./evaluation-worker.ts', import.meta.url), { workerData });
    const thread: Thread = { worker, batch: null };
    threads.add(thread);
    worker.unref();
    worker.on('message', (answer: BatchAnswered) => {
      thread.batch?.resolve(answer);
      feed(thread);
    });
    // `exit` follows: it replaces the thread.
    worker.on('error', (error) => fail(thread, fault('an evaluation thread failed', error)));
    worker.on('exit', () => {
      fail(thread, fault('an evaluation thread ended'));
      threads.delete(thread);
      // Not at once: a thread that cannot even start would be started for ever.
      if (!isClosed) setTimeout(() => !isClosed && add(), RESTART_MILLISECONDS).unref();
    });
    feed(thread);
  }

  function fail(thread: Thread, error: Error): void {
    thread.batch?.reject(error);
    thread.batch = null;
  }

  for (let i = 0; i < options.threads; i++) add();

  return {
    evaluate: (elements) =>
      new Promise((resolve, reject) => {
        if (isClosed || waiting.length >= options.threads * MAX_WAITING_PER_THREAD) {
          return reject(
            transient('service_unavailable', 'too many evaluations wait; try again in some seconds'),
          );
        }
        waiting.push({ elements, resolve, reject });
        const idle = [...threads].find((thread) => thread.batch === null);
        if (idle !== undefined) feed(idle);
      }),
    close: async () => {
      isClosed = true;
      for (const batch of waiting.splice(0)) {
        batch.reject(transient('service_unavailable', 'the keyholder is ending'));
      }
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
