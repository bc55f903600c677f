import type { OutcomesClient, ServiceUrls } from '@credlink/client';
import type { Progress } from '@credlink/contracts';
import { systemClock } from '@credlink/runtime';
import { DEFAULT_SAMPLE, type SampleOptions } from '@credlink/sample';
import { STEWARD } from './found-exchange.ts';
import { removeHome } from './home.ts';
import { loadFolder } from './load/load-folder.ts';
import { writeSample } from './load/write-sample.ts';
import { showResult, TABLES_TO_SHOW } from './show/result-table.ts';
import { type Exchange, startExchange } from './start-exchange.ts';
import { profilePath, writeProfiles } from './write-profiles.ts';

export type DemonstrationOptions = {
  /** Folder of the exchange; a second start finds everything again. */
  readonly home: string;
  /** Forget what is in the folder and begin anew. */
  readonly isFresh: boolean;
  readonly persons: number;
  readonly seed: string;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

export type Demonstration = {
  readonly publishedId: string;
  /** The released figures as text for people. */
  readonly result: string;
  /** Figures shown and withheld in the whole release. */
  readonly cells: { readonly published: number; readonly total: number };
  readonly urls: ServiceUrls;
  /** Settings file with which the `credlink` command acts as the steward; the contributors' lie beside it. */
  readonly stewardProfile: string;
  readonly close: () => Promise<void>;
};

export const DEMONSTRATION: Pick<SampleOptions, 'persons' | 'seed'> = DEFAULT_SAMPLE;

const PORTS = { outcomes: 4100, keyholder: 4101, intake: 4102, steward: 4103 };

/**
 * The main job on a simulated state: files as their owners would have them, contributed through the owners' code and
 * HTTP, linked, released. Leaves the exchange running.
 */
export async function demonstrate(options: DemonstrationOptions): Promise<Demonstration> {
  const { home, persons, seed, onProgress, signal } = options;
  if (options.isFresh) await removeHome(home);
  onProgress({ step: 'starting', done: 0, total: null, secondsLeft: null });
  const exchange = await startExchange({
    home,
    name: 'Demonstration with simulated people',
    clock: systemClock,
    ports: PORTS,
  });
  try {
    const outcomes = exchange.clientOf(null).outcomes;
    const sample = { ...DEFAULT_SAMPLE, persons, seed };
    const publishedId =
      (await newestRelease(outcomes, sample)) ?? (await loadSample(exchange, sample, onProgress, signal));
    await writeProfiles(exchange.home, exchange.exchangeKeyPath, exchange.urls);
    const tables = await outcomes.tables(publishedId, signal);
    const shown: string[] = [];
    for (const table of tables.filter((one) => TABLES_TO_SHOW.includes(one.table))) {
      shown.push(showResult({ table, cells: await outcomes.cells(publishedId, table.table, {}, signal) }));
    }
    return {
      publishedId,
      result: shown.filter((text) => text !== '').join('\n\n'),
      cells: (await outcomes.certificate(publishedId, signal)).cells,
      urls: exchange.urls,
      stewardProfile: profilePath(exchange.home, STEWARD),
      close: exchange.close,
    };
  } catch (error) {
    await exchange.close();
    throw error;
  }
}

/** Tells the releases of one sample from those of another in the same folder. */
function titleOf({ persons, seed }: SampleOptions): string {
  return `Simulated state "${seed}", ${persons} people`;
}

async function newestRelease(outcomes: OutcomesClient, sample: SampleOptions): Promise<string | null> {
  const release = (await outcomes.releases()).find(({ title }) => title === titleOf(sample));
  return release?.releaseId ?? null;
}

async function loadSample(
  exchange: Exchange,
  sample: SampleOptions,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  const folder = exchange.home.sample;
  await writeSample(folder, sample, onProgress, signal);
  const { publishedId } = await loadFolder({
    exchange,
    folder,
    release: { title: titleOf(sample), policy: 'rounded', hold: false, restate: false },
    publishHeld: false,
    today: systemClock.now().toISOString().slice(0, 10),
    onProgress,
    signal,
  });
  return publishedId;
}
