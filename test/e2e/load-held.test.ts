import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@credlink/contracts';
import { type Exchange, startExchange } from '@credlink/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoadOptions, loadFolder } from '../../services/embedded/src/load/load-folder.ts';
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
