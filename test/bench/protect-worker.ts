import { parentPort, workerData } from 'node:worker_threads';
import { AppError, fault } from '@credlink/contracts';
import { UnsafeRelease } from '@credlink/disclosure';
import { type CubeRequest, protectCube } from './protect-cube.ts';

/** Computes in a thread of its own, so that the command answers Ctrl-C and a full memory ends the thread alone. */
try {
  const request: CubeRequest = workerData;
  parentPort?.postMessage({ summary: await protectCube(request) });
} catch (error) {
  const { code, message } = known(error);
  parentPort?.postMessage({ error: { code, message } });
}

function known(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof UnsafeRelease)
    return new AppError('fault', 'release_unsafe', `${error.message}; nothing was written, please report it`);
  return fault('the program failed');
}
