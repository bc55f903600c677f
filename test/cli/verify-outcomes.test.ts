import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadExchange } from '@credlink/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSampleFolder } from '../support/sample-folder.ts';
import { runInMemory } from './run-in-memory.ts';

let folder = '';
let address = '';
let isOver: () => void;
let loaded: Promise<unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-verify-outcomes-'));
  await writeSampleFolder(join(folder, 'files'), { persons: 1200, quarters: 16 });
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  await new Promise<void>((isReady, hasFailed) => {
    loaded = loadExchange(
      {
        folder: join(folder, 'files'),
        out: join(folder, 'out'),
        policy: 'rounded',
        publishHeld: false,
        home: null,
        onProgress: () => undefined,
        signal: AbortSignal.timeout(480_000),
      },
      async (exchange) => {
        address = exchange.urls.outcomes;
        isReady();
        await over;
      },
    );
    loaded.catch(hasFailed);
  });
}, 480_000);
afterAll(async () => {
  isOver();
  await loaded;
  await rm(folder, { recursive: true, force: true });
});

async function verify(path: string, ...options: string[]) {
  const { exitCode, stdout, stderr } = await runInMemory(['verify-release', path, '--json', ...options], {
    workingFolder: folder,
  });
  return { exitCode, stderr, document: stdout === '' ? null : JSON.parse(stdout) };
}

const kinds = ({ document }: Awaited<ReturnType<typeof verify>>): unknown[] => [
  ...new Set(document?.findings.map(({ check, kind }: Record<string, string>) => `${check} ${kind}`)),
];

/** A copy of the downloaded release with one of its files rewritten. */
async function changed(name: string, rewrite: (text: string) => string): Promise<string> {
  await rm(join(folder, 'changed'), { recursive: true, force: true });
  await cp(join(folder, 'out'), join(folder, 'changed'), { recursive: true });
  const path = join(folder, 'changed', name);
  await writeFile(path, rewrite(await readFile(path, 'utf8')));
  return 'changed';
}

test('a release that was downloaded is clear, and so is the same asked of the service', async () => {
  const downloaded = await verify('out');
  expect(kinds(downloaded), downloaded.stderr).toEqual([]);
  expect(downloaded.exitCode).toBe(0);
  expect(downloaded.document.shown).toBeGreaterThan(50);
  expect(downloaded.document.ranges.hidden).toBeGreaterThan(0);
  const results = new Map(
    downloaded.document.checks.map(({ id, result }: Record<string, string>) => [id, result]),
  );
  for (const id of ['form', 'B2', 'B3', 'B4', 'B6', 'B7', 'B10', 'certificate'])
    expect([id, results.get(id)]).toEqual([id, 'passed']);

  const { certificate } = {
    certificate: JSON.parse(await readFile(join(folder, 'out/certificate.json'), 'utf8')),
  };
  const asked = await verify(address, '--key', certificate.signature.publicKey);
  expect(asked.document, asked.stderr).toEqual({
    ...downloaded.document,
    path: address,
    checks: expect.anything(),
  });
  const named = await verify(`${address}/v1/releases/${certificate.contentSha256.slice(0, 16)}`);
  expect(named.document.checks.at(-1).note).toContain('a key the service names');
});

test('a reader downloads the same files, and the keys', async () => {
  const environment = { CREDLINK_OUTCOMES_URL: address };
  const run = (...words: string[]) => runInMemory(words, { workingFolder: folder, environment });
  const { exitCode, stderr } = await run('outcomes', 'download', '--out', 'again');
  expect(exitCode, stderr).toBe(0);
  for (const name of [
    'cells.jsonl',
    'tables.json',
    'lattice.json',
    'certificate.json',
    'keys.json',
    'credential.csv',
  ]) {
    expect(await readFile(join(folder, 'again', name), 'utf8'), name).toBe(
      await readFile(join(folder, 'out', name), 'utf8'),
    );
  }
  const { stdout } = await run('outcomes', 'keys', '--json');
  const certificate = JSON.parse(await readFile(join(folder, 'out', 'certificate.json'), 'utf8'));
  expect(JSON.parse(stdout).keys).toMatchObject([{ publicKey: certificate.signature.publicKey }]);
});

test('a figure, a lattice or a certificate that was changed afterwards is found', async () => {
  const figure = await verify(await changed('cells.jsonl', (text) => text.replace('"value":', '"value":1')));
  expect(kinds(figure)).toContain('certificate content_digest_differs');
  expect(figure.exitCode).toBe(6);
  const lattice = await verify(
    await changed('lattice.json', (text) => text.replace(/"minimum": \d+/, '"minimum": 3')),
  );
  expect(kinds(lattice)).toContain('certificate lattice_digest_differs');
  const claims = await verify(
    await changed('certificate.json', (text) => text.replace('"not_checked"', '"passed"')),
  );
  expect(kinds(claims)).toEqual(['certificate signature_wrong']);
  const other = await verify('out', '--key', `${'A'.repeat(43)}=`);
  expect(kinds(other)).toEqual(['certificate signed_by_another_key']);
});

test('a hidden count with a number beside it is found', async () => {
  const telling = await changed('cells.jsonl', (text) =>
    text.replace(/"status":"suppressed","value":null/, '"status":"suppressed","value":4'),
  );
  expect(kinds(await verify(telling))).toContain('B10 hidden_cell_says_more');
});

test('a release of which everything is hidden is clear: it tells nothing', async () => {
  const hidden = await changed('cells.jsonl', (text) =>
    text.replaceAll(
      /"status":"(ok|carried)","value":[^,]+,"low":[^,]+,"high":[^,]+,"asOf":[^}]+/g,
      '"status":"suppressed","value":null,"low":null,"high":null,"asOf":null',
    ),
  );
  const { document } = await verify(hidden);
  expect(document.shown).toBe(0);
  const undecided = document.checks.filter(({ result }: Record<string, string>) => result === 'undecided');
  expect(undecided).toEqual([]);
  expect(document.findings.map(({ kind }: Record<string, string>) => kind)).toEqual([
    'content_digest_differs',
  ]);
});

test('a file that is cut off is refused by name and line', async () => {
  const cut = await verify(await changed('cells.jsonl', (text) => text.slice(0, -20)));
  expect(cut.exitCode).toBe(4);
  expect(cut.stderr).toMatch(/release_malformed: cells.jsonl, line \d+/);
  const wrong = await verify(await changed('tables.json', () => '{}'));
  expect(wrong.stderr).toContain('release_malformed: tables.json');
  const persons = await verify('out', '--micro', 'persons.csv');
  expect(persons.exitCode).toBe(2);
});
