import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate, OrderRelease, Progress, QuarantinedRoster } from '@credlink/contracts';
import { contributeFile, openStateFolder } from '@credlink/contribute';
import { type Exchange, type LoadedFile, startExchange } from '@credlink/embedded';
import { systemClock } from '@credlink/runtime';
import { type LedgerFiles, listShown, openStore } from '@credlink/store';
import { enterParties } from '../../services/embedded/src/load/enter-parties.ts';
import { exportRelease } from '../../services/embedded/src/load/export-release.ts';
import { readFolderCatalogue } from '../../services/embedded/src/load/folder-catalogue.ts';
import { loadFolder } from '../../services/embedded/src/load/load-folder.ts';
import type { TwoFolders } from './exchange-twice-folders.ts';

/** A release that was built, and what readers and the ledger have of it. */
export type BuiltOnce = {
  readonly publishedId: string;
  readonly certificate: Certificate;
  readonly quarantined: readonly QuarantinedRoster[];
  readonly files: readonly LoadedFile[];
  /** What a reader downloads. */
  readonly out: string;
  /** Copies of what the ledger remembers: the exchange forgets some of it with the next release. */
  readonly ledger: LedgerFiles;
  readonly seconds: number;
};

export type RunTwiceOptions = {
  readonly folders: TwoFolders;
  readonly work: string;
  readonly policy: OrderRelease['policy'];
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

/**
 * Builds two releases of one exchange: the first folder and one small file beside it; then that file is withdrawn, the
 * second folder contributed, everything linked anew and released again.
 *
 * @param inspect called after each release while the exchange runs
 */
export async function runTwice(
  options: RunTwiceOptions,
  inspect: (exchange: Exchange, built: readonly BuiltOnce[]) => Promise<void>,
): Promise<void> {
  const { folders, work, signal } = options;
  const exchange = await startExchange({
    home: join(work, 'home'),
    name: 'Built twice',
    clock: systemClock,
    ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
  });
  try {
    const withdrawn = await contributeBeside(exchange, folders, signal);
    const first = await buildOnce(exchange, folders.first, 'first', [withdrawn.file], options);
    await inspect(exchange, [first]);
    await exchange.clientOf(withdrawn.apiKey).intake.withdrawUpload(withdrawn.file.uploadId, signal);
    const second = await buildOnce(exchange, folders.second, 'second', first.files, options);
    await inspect(exchange, [first, second]);
  } finally {
    await exchange.close();
  }
}

function today(): string {
  return systemClock.now().toISOString().slice(0, 10);
}

async function contributeBeside(
  exchange: Exchange,
  { first, withdrawn }: TwoFolders,
  signal: AbortSignal,
): Promise<{ readonly apiKey: string; readonly file: LoadedFile }> {
  const { organisation, path } = withdrawn;
  const place = { organisation, kind: 'holders', path, referenceIssuer: null, supersedes: null } as const;
  const apiKeys = await enterParties(exchange, await readFolderCatalogue(first), [place], today(), signal);
  const apiKey = apiKeys.get(organisation);
  if (apiKey === undefined) throw new Error('the body that withdraws has no API key');
  const { upload } = await contributeFile(
    {
      source: { path, kind: 'holders', organisation, referenceIssuer: null, mapping: null, quarter: null },
      client: exchange.clientOf(apiKey),
      exchangeKey: exchange.exchangeKey,
      state: await openStateFolder(join(exchange.home.contributors, organisation)),
      supersedes: null,
      today: today(),
    },
    undefined,
    signal,
  );
  return { apiKey, file: { ...place, uploadId: upload.uploadId, quarantined: upload.quarantined } };
}

async function buildOnce(
  exchange: Exchange,
  folder: string,
  title: string,
  others: readonly LoadedFile[],
  { work, policy, onProgress, signal }: RunTwiceOptions,
): Promise<BuiltOnce> {
  const started = performance.now();
  const { files, publishedId, release } = await loadFolder({
    exchange,
    folder,
    release: { title, policy, hold: false, restate: false },
    publishHeld: true,
    today: today(),
    onProgress: (progress) => onProgress({ ...progress, step: `${title}: ${progress.step}` }),
    signal,
  });
  const { outcomes } = exchange.clientOf(null);
  const out = join(work, `out-${title}`);
  await exportRelease(outcomes, publishedId, out, signal);
  const known = new Set(files.map(({ uploadId }) => uploadId));
  return {
    publishedId,
    certificate: await outcomes.certificate(publishedId, signal),
    quarantined: release.quarantined,
    files: [...files, ...others.filter(({ uploadId }) => !known.has(uploadId))],
    out,
    ledger: await copyLedger(exchange, publishedId, join(work, `ledger-${title}`)),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

async function copyLedger(exchange: Exchange, publishedId: string, to: string): Promise<LedgerFiles> {
  const store = openStore({ url: exchange.databaseUrl('publisher'), applicationName: 'eval' });
  try {
    const entry = (await listShown(store.db)).find((one) => one.publishedId === publishedId);
    if (entry === undefined) throw new Error('the ledger does not know the release');
    await mkdir(to, { recursive: true });
    const copied = async (name: string): Promise<string> => {
      const path = join(to, `${name}.parquet`);
      await copyFile(join(exchange.home.vault, 'ledger', `${name}.parquet`), path);
      return path;
    };
    const { figures, sets, persons, rosters, records } = entry.files;
    return {
      figures: await copied(figures),
      sets: await copied(sets),
      persons: await copied(persons),
      rosters: await copied(rosters),
      records: await copied(records),
    };
  } finally {
    await store.close();
  }
}
