import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { loadOprf } from '@credlink/tokens';
import type { BatchAnswered, BatchAsked, WorkerKey } from './evaluation-message.ts';

/** The body of a worker thread: curve work on one batch after the other, in the order they come. */
const { secretKey } = workerData as WorkerKey;
const oprf = await loadOprf('voprf');

parentPort?.on('message', ({ elements }: BatchAsked) => {
  const random = oprf.scalarFromRandom(randomBytes(64));
  const evaluation = oprf.evaluate(secretKey, elements, random);
  const answer: BatchAnswered =
    evaluation.kind === 'evaluated' && evaluation.proof !== null
      ? { kind: 'evaluated', evaluatedElements: evaluation.evaluatedElements, proof: evaluation.proof }
      : { kind: 'element_invalid' };
  parentPort?.postMessage(answer);
});
