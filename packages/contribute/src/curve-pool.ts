import { Worker } from 'node:worker_threads';
import { AppError, type EvaluateResponse, fault } from '@credlink/contracts';
import type { CurveAnswer, CurveRequest } from './curve-message.ts';

/** Asks the keyholder for the evaluation of blinded elements. */
export type AskKeyholder = (blindedElements: readonly string[]) => Promise<EvaluateResponse>;

export type CurvePool = {
  /** Batches that keep every thread busy while the keyholder works on others. */
  readonly inFlight: number;
  /**
   * Blinds, has evaluated, verifies the proof, unblinds: 64 bytes an SSN, one after the other.
   * Errors: `proof_invalid`, `element_invalid` where the keyholder answered wrongly, and whatever `ask` throws.
   */
  evaluate(ssns: readonly string[], publicKey: string, ask: AskKeyholder): Promise<Uint8Array>;
  close(): Promise<void>;
};

type Waiting = { resolve(answer: CurveAnswer): void; reject(error: unknown): void };

/** Threads for curve arithmetic: some five multiplications an SSN at 5,600 a second and core. */
export function openCurvePool(threads: number): CurvePool {
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: threads }, () => startWorker(waiting));
  let jobs = 0;

  function request(worker: Worker, message: CurveRequest): Promise<CurveAnswer> {
    return new Promise((resolve, reject) => {
      waiting.set(message.job, { resolve, reject });
      worker.postMessage(message);
    });
  }

  async function evaluate(
    ssns: readonly string[],
    publicKey: string,
    ask: AskKeyholder,
  ): Promise<Uint8Array> {
    const job = jobs++;
    const worker = workers[job % workers.length];
    if (worker === undefined) throw fault('a pool has at least one thread');
    const blinded = await request(worker, { kind: 'blind', job, ssns });
    if (blinded.kind !== 'blinded') throw fault('a curve thread answered out of turn');
    let response: EvaluateResponse;
    try {
      response = await ask(blinded.blindedElements);
    } catch (error) {
      worker.postMessage({ kind: 'forget', job } satisfies CurveRequest);
      throw error;
    }
    const finalised = await request(worker, { kind: 'finalise', job, publicKey, ...response });
    if (finalised.kind === 'outputs') return finalised.outputs;
    throw new AppError(
      'rejected',
      finalised.kind === 'refused' ? finalised.code : 'proof_invalid',
      'the keyholder did not prove that it used the key of this exchange; stop and tell the steward',
    );
  }

  return {
    inFlight: threads * 2,
    evaluate,
    close: async () => {
      for (const { reject } of waiting.values()) reject(new AppError('rejected', 'cancelled', 'cancelled'));
      waiting.clear();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function startWorker(waiting: Map<number, Waiting>): Worker {
  const worker = new Worker(new URL('./curve-worker.ts', import.meta.url));
  worker.on('message', (answer: CurveAnswer) => {
    const { job } = answer;
    const waiter = waiting.get(job);
    waiting.delete(job);
    waiter?.resolve(answer);
  });
  worker.on('error', (cause) => {
    for (const { reject } of waiting.values()) reject(fault('a curve thread failed', cause));
    waiting.clear();
  });
  return worker;
}
