import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { MadeTokens, RecordsOptions } from './bench-tokens.ts';

export type TokenThreads = {
  /** Batches that keep every thread busy. */
  readonly inFlight: number;
  make(from: number, to: number): Promise<MadeTokens>;
};

type Waiting = { resolve(made: MadeTokens): void; reject(error: unknown): void };

/** Work with a thread on every core that makes tokens. A thread that fails fails whatever waits. */
export async function withTokenThreads(
  options: RecordsOptions,
  work: (threads: TokenThreads) => Promise<void>,
): Promise<void> {
  const { file, ssnShare, pack } = options;
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: availableParallelism() }, () => {
    const worker = new Worker(new URL('./bench-token-worker.ts', import.meta.url), {
      workerData: { file, ssnShare, pack } satisfies RecordsOptions,
    });
    worker.on('message', ({ job, made }: { job: number; made: MadeTokens }) => {
      waiting.get(job)?.resolve(made);
      waiting.delete(job);
    });
    worker.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return worker;
  });
  let jobs = 0;
  try {
    await work({
      inFlight: 2 * workers.length,
      make: (from, to) => {
        const job = jobs++;
        const made = new Promise<MadeTokens>((resolve, reject) => {
          waiting.set(job, { resolve, reject });
          workers[job % workers.length]?.postMessage({ job, from, to });
        });
        // A failure is seen when its turn comes; until then it must not count as unhandled.
        made.catch(() => undefined);
        return made;
      },
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
