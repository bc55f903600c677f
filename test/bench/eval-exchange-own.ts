import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { exchangeClient } from '@credlink/client';
import type { Certificate, Progress, PublishedCell } from '@credlink/contracts';
import { type Exchange, loadExchange } from '@credlink/embedded';
import { openEngine } from '@credlink/vault';
import { type EstimateScore, scoreEstimates } from './eval-exchange-estimates.ts';
import {
  addressText,
  type CellEntry,
  cellEntries,
  readOutcomes,
  type ShownFigure,
} from './eval-exchange-outcomes.ts';
import { type SourceScore, scorePersons } from './eval-exchange-persons.ts';
import { vaultKeysOf } from './eval-exchange-subjects.ts';

export type OwnReport = {
  readonly dir: string;
  readonly links: 'own';
  readonly sources: readonly SourceScore[];
  /** What the run says of itself without the truth, beside the truth. */
  readonly estimates: readonly EstimateScore[];
  readonly cells: readonly CellEntry[];
  readonly release: { readonly id: string; readonly certificate: Certificate };
  readonly seconds: number;
};

/** Runs the whole product on DIR in a temporary exchange and compares what readers would see with the truth. */
export async function evaluateWithOwnLinks(
  dir: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<OwnReport> {
  const started = performance.now();
  const home = await mkdtemp(join(tmpdir(), 'credlink-eval-'));
  try {
    let report: OwnReport | null = null;
    await loadExchange(
      { folder: dir, out: join(home, 'out'), policy: 'rounded', publishHeld: true, home, onProgress, signal },
      async (exchange, loaded) => {
        const { outcomes } = exchangeClient({ urls: exchange.urls, apiKey: null });
        const shown = new Map<string, ShownFigure>();
        for (const { table } of await outcomes.tables(loaded.publishedId, signal)) {
          for (const cell of await outcomes.cells(loaded.publishedId, table, {}, signal)) {
            shown.set(addressText(cell), figureOf(cell));
          }
        }
        report = {
          dir,
          links: 'own',
          sources: await scoreSources(dir, exchange.home, loaded.files),
          estimates: await scoreEstimates(dir, exchange, loaded, signal),
          cells: cellEntries(await readOutcomes(dir), (address) => shown.get(address)),
          release: {
            id: loaded.publishedId,
            certificate: await outcomes.certificate(loaded.publishedId, signal),
          },
          seconds: Math.round((performance.now() - started) / 100) / 10,
        };
      },
    );
    if (report === null) throw new Error('the exchange ended before it was looked at');
    return report;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function figureOf({ status, value }: PublishedCell): ShownFigure {
  return { status, value };
}

async function scoreSources(
  dir: string,
  home: Exchange['home'],
  files: Parameters<typeof scorePersons>[1]['files'],
): Promise<readonly SourceScore[]> {
  const links = join(home.vault, 'links');
  const [name] = await readdir(links);
  if (name === undefined) throw new Error('the run left no links');
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-score-'));
  const engine = await openEngine({
    memoryLimit: '4GB',
    threads: 2,
    tempFolder,
    folders: [dir, links, home.contributors],
  });
  try {
    const linksPath = join(links, name);
    const vaultKeys = await vaultKeysOf(home);
    return await scorePersons(engine, { dir, files, contributors: home.contributors, linksPath, vaultKeys });
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}
