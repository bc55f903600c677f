import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { wait } from '@credlink/client';
import {
  AppError,
  fault,
  type OrderRelease,
  type Progress,
  type ReleaseView,
  type RunView,
} from '@credlink/contracts';
import { contributeFile, openStateFolder } from '@credlink/contribute';
import type { Exchange } from '../start-exchange.ts';
import { enterParties } from './enter-parties.ts';
import { readFolderCatalogue } from './folder-catalogue.ts';
import { heldRelease } from './held-release.ts';
import { type Contribution, planContributions } from './plan-contributions.ts';

export type LoadOptions = {
  readonly exchange: Exchange;
  readonly folder: string;
  readonly release: OrderRelease;
  /** Whether a release that is held, as for its linkage, is published all the same. */
  readonly publishHeld: boolean;
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
  /** What readers call the release. */
  readonly publishedId: string;
};

const POLL_MILLISECONDS = 250;

/**
 * Brings a folder into an exchange the way its owners would: each file through the contributor's own code and HTTP,
 * under the contributor's own API key; then a run and a release. Called again after an interruption it goes on:
 * what is committed is not sent twice.
 *
 * @returns once readers see the release
 * @throws {AppError} `release_held` where it waits for a steward and `publishHeld` was not asked
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
  const released = (isOver: (view: ReleaseView) => boolean): Promise<ReleaseView> =>
    settled('releasing', () => steward.release(order.releaseId, signal), isOver, onProgress, signal);
  let release = await released((view) => view.state !== 'ordered' && view.state !== 'building');
  if (release.state === 'held') {
    if (!options.publishHeld) throw heldRelease(release);
    await steward.publishRelease(release.releaseId, signal);
    release = await released((view) => view.state !== 'held');
  }
  if (release.state !== 'published')
    throw ended('release_state_forbids', `release ${release.releaseId}`, release);
  const { publishedId } = release;
  if (publishedId === null) throw fault(`release ${release.releaseId} was built and has no id`);
  return { files, run, release, publishedId };
}

/** Every file below a folder, relative, with `/`. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.map((path) => path.split(sep).join('/'));
}

/** Files sent at a time: while one waits for its verdict another is tokenised. */
const LANES = 3;

async function contributeAll(
  options: LoadOptions,
  plan: readonly Contribution[],
  apiKeys: ReadonlyMap<string, string>,
): Promise<readonly LoadedFile[]> {
  const { onProgress } = options;
  const loaded = new Map<string, LoadedFile>();
  const startedAt = performance.now();
  const show = (): void => {
    const seconds = (performance.now() - startedAt) / 1000;
    const secondsLeft = loaded.size < LANES ? null : (seconds / loaded.size) * (plan.length - loaded.size);
    onProgress({ step: 'contributing files', done: loaded.size, total: plan.length, secondsLeft });
  };
  show();
  const contribute = async (one: Contribution): Promise<void> => {
    const supersedes = one.supersedes === null ? null : (loaded.get(one.supersedes)?.uploadId ?? null);
    loaded.set(
      one.path,
      await contributeOne(options, one, apiKeys.get(one.organisation) ?? null, supersedes).catch(
        (error: unknown) => {
          throw inFile(one.path, error);
        },
      ),
    );
    show();
  };
  for (const group of inGroups(plan)) await inLanes(group, contribute);
  return plan.flatMap((one) => loaded.get(one.path) ?? []);
}

/** Which of the many files it was. */
function inFile(path: string, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const { kind, code, detail, message } = error;
  return new AppError(kind, code, `${path}: ${message}`, { detail, cause: error });
}

/**
 * Groups that follow one another. The first wage file goes with the other files: the SSNs it asks for are remembered
 * when the rest of the wage files begin. A file that replaces another comes after it.
 */
function inGroups(plan: readonly Contribution[]): readonly (readonly Contribution[])[] {
  const replacing = plan.filter((one) => one.supersedes !== null);
  const [firstWages, ...laterWages] = plan.filter((one) => one.kind === 'wages' && one.supersedes === null);
  const others = plan.filter((one) => one.kind !== 'wages');
  return [firstWages === undefined ? others : [firstWages, ...others], laterWages, replacing];
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failed = lanes.find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function contributeOne(
  { exchange, folder, today, signal }: LoadOptions,
  one: Contribution,
  apiKey: string | null,
  supersedes: string | null,
): Promise<LoadedFile> {
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
      client: exchange.clientOf(apiKey),
      exchangeKey: exchange.exchangeKey,
      state: await openStateFolder(join(exchange.home.contributors, one.organisation)),
      supersedes,
      today,
    },
    undefined,
    signal,
  );
  return { ...one, uploadId: upload.uploadId, quarantined: upload.quarantined };
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
