import { parentPort, workerData } from 'node:worker_threads';
import { createNormaliser, createTokeniser } from '@credlink/tokens';
import { makeTokenBatch, type SubjectBatch } from './token-batch.ts';
import type { TokenSettings } from './token-pool.ts';

const { exchangeKey, keyEpoch, pack, today, standIn } = workerData as TokenSettings;
const tokeniser = createTokeniser({ exchangeKey, keyEpoch, pack });
const normalise = createNormaliser(today);

parentPort?.on('message', ({ job, batch }: { job: number; batch: SubjectBatch }) => {
  const made = makeTokenBatch(tokeniser, normalise, batch, standIn);
  parentPort?.postMessage({ job, made }, [
    made.tokens.buffer,
    made.codes.buffer,
    made.counts.buffer,
  ] as ArrayBuffer[]);
});
