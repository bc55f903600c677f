/** An orderly end: closers run last-opened first, each once, whatever the others do. */
export type Shutdown = {
  /** Aborted when the end begins: long work stops at its next safe point. */
  readonly signal: AbortSignal;
  /** Adds something to close. Called before the end has begun. */
  readonly onClose: (name: string, close: () => Promise<void>) => void;
  /** Begins the end, or joins it. Resolves when everything is closed; rejects with what failed. */
  readonly close: () => Promise<void>;
};

/** The end of one service: hand it everything that is opened, in the order of opening. */
export function createShutdown(): Shutdown {
  const controller = new AbortController();
  const closers: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  let ending: Promise<void> | null = null;

  async function closeAll(): Promise<void> {
    controller.abort();
    const failures: Error[] = [];
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
      } catch (cause) {
        failures.push(new Error(`closing ${name} failed`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }

  return {
    signal: controller.signal,
    onClose: (name, close) => {
      if (ending !== null) throw new TypeError(`${name} was opened after the end had begun`);
      closers.push({ name, close });
    },
    close: () => {
      ending ??= closeAll();
      return ending;
    },
  };
}

/** The part of `process` that a shutdown listens to. */
export type SignalSource = {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  removeListener(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
};

/**
 * Ends the process on Ctrl-C or SIGTERM: orderly the first time (exit code 0, or 1 where closing failed or took
 * longer than the grace), at once the second time (130, as shells count SIGINT).
 *
 * @returns stops listening
 */
export function closeOnSignal(shutdown: Shutdown, source: SignalSource, graceSeconds: number): () => void {
  let isEnding = false;
  const listener = (): void => {
    if (isEnding) {
      source.exit(130);
      return;
    }
    isEnding = true;
    setTimeout(() => source.exit(1), graceSeconds * 1000).unref();
    shutdown.close().then(
      () => source.exit(0),
      () => source.exit(1),
    );
  };
  source.on('SIGINT', listener);
  source.on('SIGTERM', listener);
  return () => {
    source.removeListener('SIGINT', listener);
    source.removeListener('SIGTERM', listener);
  };
}
