import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '@credlink/embedded/postgres';
import {
  type Database,
  endReleaseHold,
  insertRelease,
  insertRun,
  inTransaction,
  type LoginRole,
  openStore,
  roleName,
} from '@credlink/store';
import { sha256OfFile } from '@credlink/vault';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCredlink } from '../support/run-credlink.ts';
import { writeSampleFolder } from '../support/sample-folder.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';

type Worker = 'linker' | 'publisher';

const closers: (() => Promise<unknown>)[] = [];
let folder: string;
let db: Database;
let reader: pg.Client;
let releaseKey: string;
let urlOf: (role: LoginRole) => string;

/** An exchange with contributed files, one run and one release that nothing disturbed, and nobody at work in it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-worker-kill-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  await writeSampleFolder(join(folder, 'files'), { persons: 300, quarters: 12 });
  const ended = await runCredlink(['exchange', 'load', 'files', '--out', 'out', '--home', 'home', '--json'], {
    cwd: folder,
  });
  expect(ended.code, ended.stderr).toBe(0);
  const server = await startPostgres({ folder: join(folder, 'home', 'postgres') });
  closers.push(server.stop);
  const secrets = JSON.parse(await readFile(join(folder, 'home', 'keys', 'secrets.json'), 'utf8'));
  releaseKey = secrets.releaseKey;
  const url = new URL(server.adminUrl);
  url.pathname = '/credlink';
  urlOf = (role) => {
    const login = new URL(url);
    login.username = roleName(role);
    login.password = secrets.passwords[role];
    return login.href;
  };
  db = openDatabase(url.href);
  reader = new pg.Client(urlOf('outcomes'));
  await reader.connect();
  closers.push(() => reader.end());
}, 180_000);

afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

function openDatabase(url: string): Database {
  const store = openStore({ url, applicationName: 'test', maxConnections: 2 });
  closers.push(store.close);
  return store.db;
}

const vaultFolder = (kind: 'identity' | 'links' | 'release'): string => join(folder, 'home', 'vault', kind);

function start(worker: Worker): Promise<ServiceProcess> {
  return startServiceProcess(worker, {
    CREDLINK_DATABASE_URL: urlOf(worker),
    CREDLINK_QUEUE_URL: urlOf('queue'),
    CREDLINK_VAULT_FOLDER: join(folder, 'home', 'vault'),
    CREDLINK_TEMP_FOLDER: join(folder, 'temporary'),
    CREDLINK_MEMORY_LIMIT: '512MB',
    ...(worker === 'publisher' ? { CREDLINK_RELEASE_KEY: releaseKey } : {}),
    CREDLINK_SWEEP_SECONDS: '1',
    CREDLINK_JOB_LOCK_SECONDS: '1',
  });
}

async function until(what: string, isSo: () => boolean | Promise<boolean>, pause = 20): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within 60 seconds: ${what}`);
    await sleep(pause);
  }
}

/** When to kill a worker that is about to take up its job. */
type Moment = (service: ServiceProcess, kind: 'links' | 'release') => Promise<void>;

const after =
  (event: string, milliseconds: number): Moment =>
  async (service) => {
    await until(event, () => service.output().includes(`"event":"${event}"`), 1);
    await sleep(milliseconds);
  };

/** The moment a new file is being written, or has just got its name. */
const atFile =
  (name: RegExp): Moment =>
  async (_, kind) => {
    const names = async () => (await readdir(vaultFolder(kind))).filter((one) => name.test(one));
    const before = new Set(await names());
    await until(`a file ${name}`, async () => (await names()).some((one) => !before.has(one)), 0);
  };

const BEING_WRITTEN = /^incoming-/;
const NAMED = /^[0-9a-f]{64}\./;

async function countOf(action: string, subject: string): Promise<number> {
  const events = await db
    .selectFrom('audit_event')
    .select('event_no')
    .where('subject', '=', subject)
    .where('action', '=', action)
    .execute();
  return events.length;
}

/** Temporary folders of engines, which hold rows. */
const spilled = (): Promise<string[]> => readdir(join(folder, 'temporary')).catch(() => []);

const runOf = (runId: string) =>
  db
    .selectFrom('run')
    .select(['state', 'links_file as file', 'failure_code'])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();

const releaseOf = (releaseId: string) =>
  db
    .selectFrom('release')
    .select(['state', 'release_file as file', 'published_id', 'run_id', 'failure_code'])
    .where('release_id', '=', releaseId)
    .executeTakeFirstOrThrow();

async function orderRun(): Promise<string> {
  const runId = randomUUID();
  await inTransaction(db, 'test', (tx) => insertRun(tx, { runId, orderedBy: 'test', orderedAt: new Date() }));
  return runId;
}

async function orderRelease(isHoldAsked = false): Promise<string> {
  const releaseId = randomUUID();
  await inTransaction(db, 'test', (tx) =>
    insertRelease(tx, {
      releaseId,
      title: 'Ordered by a test',
      policy: 'rounded',
      isHoldAsked,
      isRestatement: false,
      orderedBy: 'test',
      orderedAt: new Date(),
    }),
  );
  return releaseId;
}

/** As if no reader had ever seen a release: what is built next has the same history as the first. */
async function forgetReleases(): Promise<void> {
  await db.deleteFrom('published_release').execute();
  await db.deleteFrom('ledger').execute();
}

type Job = {
  readonly worker: Worker;
  readonly kind: 'links' | 'release';
  readonly suffix: string;
  readonly show: () => Promise<{ readonly state: string; readonly file: string | null }>;
};

/** A file that is referred to holds what its name says, whenever one looks. */
async function requireWhole({ kind, suffix, show }: Job): Promise<void> {
  const { file } = await show();
  if (file !== null) expect(await sha256OfFile(join(vaultFolder(kind), `${file}${suffix}`))).toBe(file);
}

/** Starts and kills a worker at each moment. @returns how often the job was left unfinished */
async function killAtEach(job: Job, moments: readonly Moment[]): Promise<number> {
  let interrupted = 0;
  for (const moment of moments) {
    const service = await start(job.worker);
    try {
      await moment(service, job.kind);
    } finally {
      await service.kill();
    }
    await requireWhole(job);
    const { state } = await job.show();
    if (state !== 'linking' && state !== 'building') break;
    interrupted++;
  }
  return interrupted;
}

/** Lets a worker finish undisturbed and end orderly. */
async function finish(job: Job, state: string): Promise<void> {
  const service = await start(job.worker);
  try {
    await until(state, async () => (await job.show()).state === state);
  } finally {
    expect(await service.end(), service.output()).toBe(0);
  }
  await requireWhole(job);
}

test('a linker killed at any moment links exactly once, and the links are those of an undisturbed run', async () => {
  const undisturbed = await db.selectFrom('run').select('links_file').executeTakeFirstOrThrow();
  await rm(join(vaultFolder('links'), `${undisturbed.links_file}.parquet`));
  // As if nothing had ever been linked: else persons would get numbers nobody had.
  await db.updateTable('run').set({ highest_person: 0 }).execute();
  const runId = await orderRun();
  const job: Job = { worker: 'linker', kind: 'links', suffix: '.parquet', show: () => runOf(runId) };
  const interrupted = await killAtEach(job, [
    after('runStarted', 0),
    after('runStarted', 310),
    after('runStarted', 770),
    atFile(BEING_WRITTEN),
    atFile(NAMED),
  ]);
  expect(interrupted).toBeGreaterThanOrEqual(3);
  await finish(job, 'linked');
  expect((await runOf(runId)).file).toBe(undisturbed.links_file);
  expect(await countOf('run.linked', runId)).toBe(1);
  expect(await countOf('run.failed', runId)).toBe(0);
  expect(await spilled()).toEqual([]);
}, 180_000);

/** What readers can count, seen again and again while `work` goes on. */
async function seenByReaders(work: () => Promise<void>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver) {
      const { rows } = await reader.query<{ seen: string }>(`
        SELECT concat_ws('/', (SELECT count(*) FROM published_release), (SELECT count(*) FROM published_table),
          (SELECT count(*) FROM published_cell)) AS seen`);
      seen.add(rows[0]?.seen ?? '');
      await sleep(10);
    }
  };
  const looking = look();
  try {
    await work();
    await sleep(50);
  } finally {
    isOver = true;
    await looking;
  }
  return seen;
}

test('a publisher killed at any moment publishes exactly once, and readers see the release whole or not at all', async () => {
  const undisturbed = await db
    .selectFrom('release')
    .select(['published_id', 'release_file'])
    .executeTakeFirstOrThrow();
  const [whole] = await seenByReaders(async () => undefined);
  await forgetReleases();
  const releaseId = await orderRelease();
  const job: Job = {
    worker: 'publisher',
    kind: 'release',
    suffix: '.json',
    show: () => releaseOf(releaseId),
  };
  let interrupted = 0;
  const seen = await seenByReaders(async () => {
    interrupted = await killAtEach(job, [
      after('releaseStarted', 0),
      after('releaseStarted', 430),
      atFile(BEING_WRITTEN),
      atFile(NAMED),
      after('releaseBuilt', 40),
    ]);
    await finish(job, 'published');
  });
  expect(interrupted).toBeGreaterThanOrEqual(3);
  expect(seen).toEqual(new Set(['0/0/0', whole]));
  expect((await releaseOf(releaseId)).published_id).toBe(undisturbed.published_id);
  expect(await countOf('release.published', releaseId)).toBe(1);
  expect(await countOf('release.failed', releaseId)).toBe(0);
  expect(await spilled()).toEqual([]);

  await forgetReleases();
  const again = await orderRelease();
  await finish({ ...job, show: () => releaseOf(again) }, 'published');
  const [first, second] = [await releaseOf(releaseId), await releaseOf(again)];
  expect(second, 'the same inputs, history included, make the same document, byte for byte').toEqual(first);
  expect(await countOf('release.published', again)).toBe(1);
}, 180_000);

/** Puts a file of the vault out of reach while `work` goes on. */
async function without(path: string, work: () => Promise<void>): Promise<void> {
  await rename(path, `${path}.aside`);
  try {
    await work();
  } finally {
    await rename(`${path}.aside`, path);
  }
}

/** Until a worker has failed a job, and two sweeps longer. @returns how often it began */
async function timesBegun(job: Job, event: string): Promise<number> {
  const service = await start(job.worker);
  try {
    await until('failed', async () => (await job.show()).state === 'failed');
    await sleep(2200);
  } finally {
    expect(await service.end()).toBe(0);
  }
  return service.output().split(`"event":"${event}"`).length - 1;
}

test('a run whose input is damaged fails once, with a code, and is not taken up again', async () => {
  const upload = await db
    .selectFrom('upload')
    .select('identity_file')
    .where('kind', '=', 'holders')
    .executeTakeFirstOrThrow();
  const runId = await orderRun();
  const job: Job = { worker: 'linker', kind: 'links', suffix: '.parquet', show: () => runOf(runId) };
  await without(join(vaultFolder('identity'), `${upload.identity_file}.parquet`), async () => {
    expect(await timesBegun(job, 'runStarted')).toBe(1);
  });
  expect((await runOf(runId)).failure_code).toBe('vault_file_missing');
  expect(await countOf('run.failed', runId)).toBe(1);
});

test('a held release whose document is gone fails once when its hold ends, and is not taken up again', async () => {
  const releaseId = await orderRelease(true);
  const job: Job = {
    worker: 'publisher',
    kind: 'release',
    suffix: '.json',
    show: () => releaseOf(releaseId),
  };
  await finish(job, 'held');
  const { file } = await releaseOf(releaseId);
  await inTransaction(db, 'test', (tx) => endReleaseHold(tx, releaseId));
  await without(join(vaultFolder('release'), `${file}.json`), async () => {
    expect(await timesBegun(job, 'releaseFailed')).toBe(1);
  });
  expect((await releaseOf(releaseId)).failure_code).toBe('vault_file_missing');
  expect(await countOf('release.failed', releaseId)).toBe(1);
});
