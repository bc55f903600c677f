import { AppError } from '@credlink/contracts';
import { recordRunProgress } from '@credlink/store';
import type { LinkerContext } from './context.ts';
import type { LinkProgress } from './link/score-pairs.ts';

/** A run's progress as it is written down, and the way a steward's cancel reaches the engine. */
export type ProgressTracker = {
  /** Aborted by the job's own signal and when the run is cancelled. */
  readonly signal: AbortSignal;
  readonly report: (progress: LinkProgress) => void;
  readonly isCancelled: () => boolean;
  readonly stop: () => void;
};

const WRITE_MILLISECONDS = 1000;

/** Writes the newest progress once a second; a run that is no longer linking stops the work. */
export function trackProgress(
  { db }: Pick<LinkerContext, 'db'>,
  runId: string,
  jobSignal: AbortSignal,
): ProgressTracker {
  const cancel = new AbortController();
  let newest: LinkProgress = { step: 'nodes', done: 0, total: 1 };
  let isWriting = false;

  async function write(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    try {
      const isLinking = await recordRunProgress(db, runId, { ...newest, secondsLeft: null });
      if (!isLinking) cancel.abort(new AppError('rejected', 'cancelled', 'the run was cancelled'));
    } catch {
      // Progress is a courtesy: where the database is away the run itself will meet it.
    } finally {
      isWriting = false;
    }
  }
  const timer = setInterval(() => void write(), WRITE_MILLISECONDS);
  return {
    signal: AbortSignal.any([jobSignal, cancel.signal]),
    report: (progress) => {
      newest = progress;
    },
    isCancelled: () => cancel.signal.aborted,
    stop: () => clearInterval(timer),
  };
}
