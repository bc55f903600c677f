import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderRelease, Progress } from '@credlink/contracts';
import { systemClock } from '@credlink/runtime';
import { exportRelease } from './load/export-release.ts';
import { type Loaded, loadFolder } from './load/load-folder.ts';
import { type Exchange, startExchange } from './start-exchange.ts';

export type LoadExchangeOptions = {
  /** A folder of the shape docs/EXCHANGE_FOLDER.md describes. */
  readonly folder: string;
  /** Where the released tables go. */
  readonly out: string;
  readonly policy: OrderRelease['policy'];
  /** Whether a release that is held, as for its linkage, is published all the same. */
  readonly publishHeld: boolean;
  /** Folder of the exchange to be kept; null makes one that is gone afterwards. */
  readonly home: string | null;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

export type LoadedExchange = Loaded & { readonly written: readonly string[] };

/**
 * Sets up an exchange from a folder: everybody in its catalogue, every file through its owner's code and HTTP, linked,
 * released, and the released tables written as CSV.
 *
 * @param inspect called while the exchange still runs, for what looks deeper than a reader may
 */
export async function loadExchange(
  options: LoadExchangeOptions,
  inspect: (exchange: Exchange, loaded: LoadedExchange) => Promise<void> = async () => undefined,
): Promise<LoadedExchange> {
  const { folder, out, policy, publishHeld, onProgress, signal } = options;
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'credlink-exchange-')));
  try {
    onProgress({ step: 'starting', done: 0, total: null, secondsLeft: null });
    const exchange = await startExchange({
      home,
      name: 'Loaded from a folder',
      clock: systemClock,
      ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
    });
    try {
      const loaded = await loadFolder({
        exchange,
        folder,
        release: { title: 'Outcomes', policy, hold: false, restate: false },
        publishHeld,
        today: systemClock.now().toISOString().slice(0, 10),
        onProgress,
        signal,
      });
      const { outcomes } = exchange.clientOf(null);
      const written = await exportRelease(outcomes, loaded.publishedId, out, signal);
      const result = { ...loaded, written };
      await inspect(exchange, result);
      return result;
    } finally {
      await exchange.close();
    }
  } finally {
    if (options.home === null) await rm(home, { recursive: true, force: true });
  }
}
