import { AppError } from '@credlink/contracts';
import { type ProgressWriter, startProgressWriter } from '@credlink/runtime';
import { recordRunProgress } from '@credlink/store';
import type { LinkerContext } from './context.ts';
import type { RunLinkProgress } from './link/link-progress.ts';

/** A run's progress as it is written down, and the way a steward's cancel reaches the engine. */
export type RunProgress = ProgressWriter<RunLinkProgress> & {
  /** Aborted by the job's own signal and when the run is cancelled. */
  readonly signal: AbortSignal;
  readonly isCancelled: () => boolean;
};

/** A run that is no longer linking stops the work. */
export function trackProgress(
  { db }: Pick<LinkerContext, 'db'>,
  runId: string,
  jobSignal: AbortSignal,
): RunProgress {
  const cancel = new AbortController();
  const writer = startProgressWriter<RunLinkProgress>(
    { step: 'nodes', done: 0, total: 1 },
    (progress) => recordRunProgress(db, runId, { ...progress, secondsLeft: null }),
    () => cancel.abort(new AppError('rejected', 'cancelled', 'the run was cancelled')),
  );
  return {
    ...writer,
    signal: AbortSignal.any([jobSignal, cancel.signal]),
    isCancelled: () => cancel.signal.aborted,
  };
}
