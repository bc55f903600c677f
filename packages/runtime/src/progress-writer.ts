const WRITE_MILLISECONDS = 1000;

/** Progress of long work on its way to where people can see it. */
export type ProgressWriter<P> = {
  readonly report: (progress: P) => void;
  /** Stops writing. */
  readonly stop: () => void;
};

/**
 * Writes the newest progress once a second.
 *
 * @param write says whether the work is still wanted
 * @param onUnwanted called when it is not: the work was cancelled
 */
export function startProgressWriter<P>(
  first: P,
  write: (progress: P) => Promise<boolean>,
  onUnwanted: () => void,
): ProgressWriter<P> {
  let newest = first;
  let isWriting = false;
  const tick = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    try {
      if (!(await write(newest))) onUnwanted();
    } catch {
      // Progress is a courtesy: where the database is away the work itself will meet it.
    } finally {
      isWriting = false;
    }
  };
  const timer = setInterval(() => void tick(), WRITE_MILLISECONDS);
  return {
    report: (progress) => {
      newest = progress;
    },
    stop: () => clearInterval(timer),
  };
}
