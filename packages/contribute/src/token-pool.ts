import { Worker } from 'node:worker_threads';
import { AppError, fault } from '@credlink/contracts';
import { createTokeniser, type RulePack } from '@credlink/tokens';
import { fileNormaliser, makeTokenBatch, type SubjectBatch, type TokenBatch } from './token-batch.ts';

export type TokenSettings = {
  readonly exchangeKey: Uint8Array;
  readonly keyEpoch: number;
  readonly pack: RulePack;
  /** ISO day. */
  readonly today: string;
  readonly standIn: Uint8Array | null;
};

/** Settings, and the homes of the file that more subjects share than live in one. */
export type FileSettings = TokenSettings & { readonly crowdedHomes: ReadonlySet<string> };

export type TokenPool = {
  /** Batches that keep every thread busy. */
  readonly inFlight: number;
  make(batch: SubjectBatch): Promise<TokenBatch>;
  close(): Promise<void>;
};

/** Normalises and keys in this thread (`threads` 0 or 1) or in threads of their own. */
export function openTokenPool(settings: FileSettings, threads: number): TokenPool {
  return threads > 1 ? threadedPool(settings, threads) : inlinePool(settings);
}

function inlinePool({ standIn, today, crowdedHomes, ...keys }: FileSettings): TokenPool {
  const tokeniser = createTokeniser(keys);
  const normalise = fileNormaliser(today, crowdedHomes);
  return {
    inFlight: 1,
    make: async (batch) => {
      // Signals and timers get their turn between two batches.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return makeTokenBatch(tokeniser, normalise, batch, standIn);
    },
    close: () => Promise.resolve(),
  };
}

type Waiting = { resolve(made: TokenBatch): void; reject(error: unknown): void };

function threadedPool(settings: FileSettings, threads: number): TokenPool {
  const waiting = new Map<number, Waiting>();
  const fail = (error: AppError): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./token-worker.ts', import.meta.url), { workerData: settings });
    worker.on('message', ({ job, made }: { job: number; made: TokenBatch }) => {
      const waiter = waiting.get(job);
      waiting.delete(job);
      waiter?.resolve(made);
    });
    worker.on('error', (cause) => fail(fault('a token thread failed', cause)));
    return worker;
  });
  let jobs = 0;
  return {
    inFlight: threads * 2,
    make: (batch) =>
      new Promise((resolve, reject) => {
        const job = jobs++;
        waiting.set(job, { resolve, reject });
        workers[job % threads]?.postMessage({ job, batch });
      }),
    close: async () => {
      fail(new AppError('rejected', 'cancelled', 'cancelled'));
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
