import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@credlink/contracts';
import { type Exchange, startExchange } from '@credlink/embedded';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoadOptions, loadFolder } from '../../services/embedded/src/load/load-folder.ts';
import { runInMemory } from '../cli/run-in-memory.ts';
import { writeSampleFolder } from '../support/sample-folder.ts';

let folder: string;
let exchange: Exchange;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-load-held-'));
  await writeSampleFolder(join(folder, 'files'), { persons: 300, quarters: 12 });
  for (const part of ['college', 'clearinghouse', 'register', 'truth'])
    await rm(join(folder, 'files', part), { recursive: true, force: true });
  exchange = await startExchange({
    home: join(folder, 'home'),
    name: 'test exchange',
    clock: { now: () => new Date() },
    ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
  });
}, 120_000);

afterAll(async () => {
  await exchange?.close();
  await rm(folder, { recursive: true, force: true });
});

function load({ hold, publishHeld }: { readonly hold: boolean; readonly publishHeld: boolean }) {
  const options: LoadOptions = {
    exchange,
    folder: join(folder, 'files'),
    release: { title: 'Outcomes', policy: 'rounded', hold, restate: false },
    publishHeld,
    today: new Date().toISOString().slice(0, 10),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  };
  return loadFolder(options);
}

test('a folder whose release waits for a steward is not called loaded, and is when it was asked to be published', async () => {
  const error = await load({ hold: true, publishHeld: false }).catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw error;
  const { steward } = exchange.steward;
  const [held] = await steward.releases();
  expect(held).toMatchObject({ state: 'held', linkageAlarms: [] });
  expect(error).toMatchObject({
    kind: 'rejected',
    code: 'release_held',
    message: `release ${held?.releaseId} was built and is held, so nothing is published: it was ordered to wait for a steward`,
    detail: { release: held?.releaseId, alarms: [] },
  });
  const { outcomes } = exchange.clientOf(null);
  expect(await outcomes.releases()).toEqual([]);

  const { release, publishedId } = await load({ hold: true, publishHeld: true });
  expect(release.state).toBe('published');
  expect((await outcomes.releases()).map(({ releaseId }) => releaseId)).toEqual([publishedId]);
}, 200_000);

test('an order of a release that its links hold ends with another exit code than one that was to be held', async () => {
  const linker = new pg.Client(exchange.databaseUrl('linker'));
  await linker.connect();
  try {
    await linker.query(`UPDATE run SET quality = '{"pairs": [{"left": "body/holders"}]}'`);
  } finally {
    await linker.end();
  }
  const profile = { urls: exchange.urls, apiKeyFile: join(exchange.home.keys, 'steward.api-key') };
  await writeFile(join(folder, 'steward.json'), JSON.stringify(profile));
  const order = (...words: readonly string[]) =>
    runInMemory(['release', 'order', '--title', 'Next', '--wait', '--profile', 'steward.json', ...words], {
      workingFolder: folder,
    });
  const held = await order();
  expect(held.exitCode, held.stderr).toBe(7);
  expect(held.stdout).toContain('nothing is known of the links: the record that the run left cannot be read');
  expect(held.stdout).toMatch(/\n {2}credlink release publish [0-9a-f-]{36}/);
  const asked = await order('--hold', '--json');
  expect(asked.exitCode, asked.stderr).toBe(0);
  expect(JSON.parse(asked.stdout)).toMatchObject({ state: 'held' });
}, 200_000);
