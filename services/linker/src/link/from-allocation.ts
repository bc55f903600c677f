import { AppError } from '@credlink/contracts';

/** What an error of work on large arrays means to a caller: `memory_exhausted` where one of them could not be had. */
export function fromAllocation(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  if (!/^(Array buffer allocation failed|Invalid (typed array|array buffer) length)/.test(error.message))
    return error;
  return new AppError(
    'fault',
    'memory_exhausted',
    'There is no memory left to find pairs in. Lower CREDLINK_MEMORY_LIMIT, by which what stands beside the engine is bounded too, or give the linker more memory.',
    { cause: error },
  );
}
