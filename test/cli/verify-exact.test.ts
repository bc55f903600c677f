import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadExchange } from '@credlink/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSampleFolder } from '../support/sample-folder.ts';
import { runInMemory } from './run-in-memory.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-verify-exact-'));
  // An agreement that asks for rounded counts would have the release rounded.
  await writeSampleFolder(join(folder, 'files'), { persons: 1200, quarters: 16 }, (_, text) =>
    text.replaceAll('"adrf"', '"ferpa10"'),
  );
  await loadExchange(
    {
      folder: join(folder, 'files'),
      out: join(folder, 'out'),
      policy: 'exact',
      publishHeld: false,
      home: null,
      onProgress: () => undefined,
      signal: AbortSignal.timeout(480_000),
    },
    async () => undefined,
  );
}, 480_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a release of true counts is clear: no hidden count is told by a shown part or whole of it', async () => {
  const { exitCode, stdout, stderr } = await runInMemory(['verify-release', 'out', '--json'], {
    workingFolder: folder,
  });
  const { findings, checks, shown, ranges } = JSON.parse(stdout);
  expect(findings, stderr).toEqual([]);
  expect(exitCode).toBe(0);
  expect(shown).toBeGreaterThan(50);
  expect(ranges.hidden).toBeGreaterThan(0);
  const results = new Map(checks.map(({ id, result }: Record<string, string>) => [id, result]));
  for (const id of ['form', 'B2', 'B3', 'B4', 'B6', 'B7', 'B10', 'certificate'])
    expect([id, results.get(id)]).toEqual([id, 'passed']);
});
