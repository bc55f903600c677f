import type { Progress } from '@credlink/contracts';

export type OnProgress = (progress: Progress) => void;

/** Reports at most this often, however often it is told. */
const PAUSE_MILLISECONDS = 100;

/** Seconds of work before an estimate of the rest is worth anything. */
const WARM_UP_SECONDS = 1;

export type ProgressMeter = { set(done: number): void; add(done: number): void; finish(): void };

/** Turns counts into progress with an honest guess of the rest: the average pace of the step so far. */
export function progressMeter(step: string, total: number | null, onProgress: OnProgress): ProgressMeter {
  const startedAt = performance.now();
  let reportedAt = Number.NEGATIVE_INFINITY;
  let done = 0;
  const report = (secondsLeft: number | null): void => {
    reportedAt = performance.now();
    onProgress({ step, done, total, secondsLeft });
  };
  const set = (now: number): void => {
    done = now;
    if (performance.now() - reportedAt < PAUSE_MILLISECONDS) return;
    const seconds = (performance.now() - startedAt) / 1000;
    const isKnown = total !== null && done > 0 && seconds >= WARM_UP_SECONDS;
    report(isKnown ? Math.max(0, (seconds / done) * (total - done)) : null);
  };
  report(null);
  return {
    set,
    add: (more) => set(done + more),
    finish() {
      done = total ?? done;
      report(0);
    },
  };
}
