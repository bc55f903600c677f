import { parentPort, workerData } from 'node:worker_threads';
import { createTokeniser } from '@credlink/tokens';
import { fileNormaliser, makeTokenBatch, type SubjectBatch } from './token-batch.ts';
import type { FileSettings } from './token-pool.ts';

const { exchangeKey, keyEpoch, pack, today, standIn, crowdedHomes } = workerData as FileSettings;
const tokeniser = createTokeniser({ exchangeKey, keyEpoch, pack });
const normalise = fileNormaliser(today, crowdedHomes);

parentPort?.on('message', ({ job, batch }: { job: number; batch: SubjectBatch }) => {
  const made = makeTokenBatch(tokeniser, normalise, batch, standIn);
  parentPort?.postMessage({ job, made }, [
    made.tokens.buffer,
    made.codes.buffer,
    made.counts.buffer,
  ] as ArrayBuffer[]);
});
