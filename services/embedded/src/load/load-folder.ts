import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { wait } from '@credlink/client';
import {
  AppError,
  type OrderRelease,
  type Progress,
  type ReleaseView,
  type RunView,
} from '@credlink/contracts';
import { contributeFile, openStateFolder } from '@credlink/contribute';
import type { Exchange } from '../start-exchange.ts';
import { enterParties } from './enter-parties.ts';
import { readFolderCatalogue } from './folder-catalogue.ts';
import { type Contribution, planContributions } from './plan-contributions.ts';

export type LoadOptions = {
  readonly exchange: Exchange;
  readonly folder: string;
  readonly release: OrderRelease;
  /** ISO day. */
  readonly today: string;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

/** One contributed file: what intake made of it. */
export type LoadedFile = Contribution & {
  readonly uploadId: string;
  readonly quarantined: Readonly<Record<string, number>>;
};

export type Loaded = {
  readonly files: readonly LoadedFile[];
  readonly run: RunView;
  readonly release: ReleaseView;
};

const POLL_MILLISECONDS = 250;

/**
 * Brings a folder into an exchange the way its owners would: each file through the contributor's own code and HTTP,
 * under the contributor's own API key; then a run and a release. Called again after an interruption it goes on:
 * what is committed is not sent twice.
 */
export async function loadFolder(options: LoadOptions): Promise<Loaded> {
  const { exchange, folder, today, onProgress, signal } = options;
  const catalogue = await readFolderCatalogue(folder);
  const plan = planContributions(catalogue, await listFiles(folder));
  onProgress({ step: 'organisations', done: 0, total: null, secondsLeft: null });
  const apiKeys = await enterParties(exchange, catalogue, plan, today, signal);
  const files = await contributeAll(options, plan, apiKeys);
  const { steward } = exchange.steward;
  const ordered = await steward.orderRun(signal);
  const run = await settled(
    'linking',
    () => steward.run(ordered.runId, signal),
    (view) => view.state !== 'ordered' && view.state !== 'linking',
    onProgress,
    signal,
  );
  if (run.state !== 'linked') throw ended('run_state_forbids', `run ${run.runId}`, run);
  const order = await steward.orderRelease(options.release, signal);
  const release = await settled(
    'releasing',
    () => steward.release(order.releaseId, signal),
    (view) => view.state !== 'ordered' && view.state !== 'building',
    onProgress,
    signal,
  );
  if (release.state !== 'published' && release.state !== 'held') {
    throw ended('release_state_forbids', `release ${release.releaseId}`, release);
  }
  return { files, run, release };
}

/** Every file below a folder, relative, with `/`. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.map((path) => path.split(sep).join('/'));
}

async function contributeAll(
  { exchange, folder, today, onProgress, signal }: LoadOptions,
  plan: readonly Contribution[],
  apiKeys: ReadonlyMap<string, string>,
): Promise<readonly LoadedFile[]> {
  const loaded: LoadedFile[] = [];
  const uploadOf = new Map<string, string>();
  const startedAt = performance.now();
  for (const [done, one] of plan.entries()) {
    const secondsEach = (performance.now() - startedAt) / 1000 / Math.max(done, 1);
    onProgress({
      step: 'contributing files',
      done,
      total: plan.length,
      secondsLeft: done < 3 ? null : secondsEach * (plan.length - done),
    });
    const { upload } = await contributeFile(
      {
        source: {
          path: join(folder, one.path),
          kind: one.kind,
          organisation: one.organisation,
          referenceIssuer: one.referenceIssuer,
          mapping: null,
          quarter: null,
        },
        client: exchange.clientOf(apiKeys.get(one.organisation) ?? null),
        exchangeKey: exchange.exchangeKey,
        state: await openStateFolder(join(exchange.home.contributors, one.organisation)),
        supersedes: one.supersedes === null ? null : (uploadOf.get(one.supersedes) ?? null),
        today,
      },
      undefined,
      signal,
    );
    uploadOf.set(one.path, upload.uploadId);
    loaded.push({ ...one, uploadId: upload.uploadId, quarantined: upload.quarantined });
  }
  onProgress({ step: 'contributing files', done: plan.length, total: plan.length, secondsLeft: 0 });
  return loaded;
}

async function settled<T extends { readonly progress: Progress | null }>(
  step: string,
  ask: () => Promise<T>,
  isOver: (view: T) => boolean,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const view = await ask();
    if (isOver(view)) return view;
    const { progress } = view;
    onProgress(
      progress === null
        ? { step, done: 0, total: null, secondsLeft: null }
        : { ...progress, step: `${step}: ${progress.step}` },
    );
    await wait(POLL_MILLISECONDS, signal);
  }
}

function ended(
  code: 'run_state_forbids' | 'release_state_forbids',
  what: string,
  view: { readonly state: string; readonly failure: string | null },
): AppError {
  return new AppError('rejected', code, `${what} is ${view.state}: ${view.failure ?? 'no reason given'}`);
}
