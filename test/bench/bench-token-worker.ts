import { parentPort, workerData } from 'node:worker_threads';
import { type RecordsOptions, tokenMaker } from './bench-tokens.ts';

const make = tokenMaker(workerData as RecordsOptions);

parentPort?.on('message', ({ job, from, to }: { job: number; from: number; to: number }) => {
  const made = make(from, to);
  parentPort?.postMessage({ job, made }, [
    made.persons.buffer,
    made.subjectIds.buffer,
    made.rules.buffer,
    made.tokens.buffer,
  ] as ArrayBuffer[]);
});
