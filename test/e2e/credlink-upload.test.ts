import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UploadView } from '@credlink/contracts';
import { type Exchange, startExchange } from '@credlink/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueOf } from '../support/exchange-rows.ts';
import { runCredlink } from '../support/run-credlink.ts';
import { type SlowLine, slowLine } from '../support/slow-line.ts';

let folder: string;
let exchange: Exchange;
let line: SlowLine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-upload-'));
  chmodSync(folder, 0o755);
  exchange = await startExchange({
    home: join(folder, 'exchange'),
    name: 'test exchange',
    clock: { now: () => new Date() },
    ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
  });
  line = await slowLine(exchange.urls.intake);
  await enterContributor();
  writeFileSync(
    join(folder, 'credlink.json'),
    JSON.stringify({
      urls: { ...exchange.urls, intake: line.url },
      apiKeyFile: 'contributor.key',
      exchangeKeyFile: exchange.exchangeKeyPath,
      organisation: 'harbor',
    }),
  );
}, 120_000);

afterAll(async () => {
  await line?.close();
  await exchange?.close();
  await rm(folder, { recursive: true, force: true });
});

async function enterContributor(): Promise<void> {
  const { steward } = exchange.steward;
  await steward.putOrganisation({ organisation: 'harbor', name: 'Harbor', kind: 'certification_body' });
  await steward.putAgreement({
    agreementId: 'DSA-1',
    grantor: 'harbor',
    grantee: 'harbor',
    legalBasis: 'contract',
    purpose: 'tests',
    kinds: ['holders'],
    uses: ['link'],
    privacyProfile: 'ferpa10',
    starts: '2020-01-01',
    expires: '2099-12-31',
    destroyBy: null,
    state: 'active',
  });
  await steward.putCatalogue({ catalogue: catalogueOf(['HI-MT1']) });
  const { apiKey } = await steward.createApiKey({
    organisation: 'harbor',
    scopes: ['contribute', 'evaluate'],
    kinds: ['holders'],
    label: 'test',
  });
  writeFileSync(join(folder, 'contributor.key'), `${apiKey}\n`, { mode: 0o600 });
}

/** A holder file whose tokens fill some megabytes. */
function writeHolders(name: string, rows: number, day: string): void {
  const lines = Array.from({ length: rows }, (_, index) => {
    const letters = [...String(index)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
    return `${name}-${index},Ada${letters.toLowerCase()},Lovelace${letters},1980-12-10,0${1000 + (index % 900)},HI-MT1,${day}`;
  });
  writeFileSync(
    join(folder, name),
    `record_ref,first_name,last_name,date_of_birth,zip,credential_code,award_date\n${lines.join('\n')}\n`,
  );
}

const upload = (file: string, rest: readonly string[] = [], signal?: AbortSignal) =>
  runCredlink(['upload', file, '--kind', 'holders', '--json', '--quiet', ...rest], {
    cwd: folder,
    ...(signal === undefined ? {} : { signal }),
  });

function uploadsIn(stdout: string): readonly UploadView[] {
  return UploadView.array().parse(JSON.parse(stdout).uploads);
}

async function uploads(): Promise<readonly UploadView[]> {
  const { code, stdout, stderr } = await runCredlink(['status', '--json'], { cwd: folder });
  expect(code, stderr).toBe(0);
  return uploadsIn(stdout);
}

function uploadIdOf(stdout: string): string {
  return uploadsIn(stdout)[0]?.uploadId ?? '';
}

test('a command killed in the middle of an upload is taken up where it was by the next one', async () => {
  writeHolders('killed.csv', 2000, '2024-03-31');
  const killer = new AbortController();
  line.watch((sent) => {
    if (sent > 500_000) killer.abort();
  });
  await upload('killed.csv', [], killer.signal);
  const [begun] = await uploads();
  expect(begun?.state).toBe('receiving');
  const total = (begun?.expected.identity ?? 0) + (begun?.expected.facts ?? 0);
  const before = (begun?.received.identity ?? 0) + (begun?.received.facts ?? 0);
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(total);

  line.watch(() => undefined);
  const again = await upload('killed.csv');
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(uploadIdOf(again.stdout)).toBe(begun?.uploadId);
  // The bytes the exchange had are not sent again; what is above the rest is HTTP.
  expect(line.sent()).toBeLessThan(total - before + 50_000);
  expect(await uploads()).toMatchObject([{ state: 'committed', subjects: 2000, factRows: 2000 }]);
}, 120_000);

test('a line that breaks again and again is held out by the command itself', async () => {
  writeHolders('broken.csv', 1500, '2024-04-30');
  let cuts = 0;
  line.watch((sent) => {
    if (cuts < 3 && sent > (cuts + 1) * 400_000) {
      cuts += 1;
      line.cut();
    }
  });
  const { code, stdout } = await upload('broken.csv');
  expect(code).toBe(0);
  expect(cuts).toBe(3);
  expect(uploadsIn(stdout)).toMatchObject([{ state: 'committed', subjects: 1500 }]);
  expect(readdirSync(join(folder, 'state', 'outbox'))).toEqual([]);
}, 120_000);

test('the same file twice is the same upload, also from a machine that has never seen it', async () => {
  writeHolders('twice.csv', 50, '2024-05-31');
  line.watch(() => undefined);
  const first = await upload('twice.csv');
  const second = await upload('twice.csv');
  mkdirSync(join(folder, 'elsewhere'));
  const elsewhere = await runCredlink(['upload', 'twice.csv', '--kind', 'holders', '--json', '--quiet'], {
    cwd: folder,
    environment: { CREDLINK_HOME: join(folder, 'elsewhere') },
  });
  expect([second.code, elsewhere.code]).toEqual([0, 0]);
  expect(uploadIdOf(second.stdout)).toBe(uploadIdOf(first.stdout));
  expect(uploadIdOf(elsewhere.stdout)).toBe(uploadIdOf(first.stdout));
}, 60_000);

test('an upload whose bytes this machine has lost is given up and made anew', async () => {
  writeHolders('lost.csv', 2000, '2024-06-30');
  const killer = new AbortController();
  line.watch((sent) => {
    if (sent > 500_000) killer.abort();
  });
  await upload('lost.csv', [], killer.signal);
  rmSync(join(folder, 'state', 'outbox'), { recursive: true });
  line.watch(() => undefined);
  const again = await upload('lost.csv');
  expect(again.code).toBe(0);
  const states = (await uploads()).filter(({ factRows }) => factRows === 2000).map(({ state }) => state);
  expect(states.sort()).toEqual(['committed', 'committed', 'withdrawn']);
}, 120_000);

test('a revised file supersedes, and an upload can be withdrawn', async () => {
  writeHolders('revised.csv', 60, '2024-07-31');
  line.watch(() => undefined);
  const preliminary = uploadIdOf((await upload('revised.csv')).stdout);
  writeHolders('revised.csv', 61, '2024-07-31');
  const final = uploadIdOf((await upload('revised.csv', ['--supersedes', preliminary])).stdout);
  const found = new Map((await uploads()).map((view) => [view.uploadId, view]));
  expect(found.get(preliminary)).toMatchObject({ state: 'superseded', supersededBy: final });
  const withdrawn = await runCredlink(['withdraw', final, '--json'], { cwd: folder });
  expect(JSON.parse(withdrawn.stdout)).toMatchObject({ state: 'withdrawn' });
}, 60_000);

test('a file sent again with another mapping is refused, not passed off as sent', async () => {
  writeHolders('mapped.csv', 40, '2024-09-30');
  line.watch(() => undefined);
  const first = uploadIdOf((await upload('mapped.csv')).stdout);
  await runCredlink(['map', 'mapped.csv', '--kind', 'holders', '--out', 'map.json'], { cwd: folder });
  const again = await upload('mapped.csv', ['--mapping', 'map.json']);
  expect(again.code).toBe(3);
  expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'conflict' } });
  expect(again.stderr).toContain(`this file is upload ${first}, read with another mapping`);
  await runCredlink(['withdraw', first], { cwd: folder });
  expect(uploadsIn((await upload('mapped.csv', ['--mapping', 'map.json'])).stdout)).toMatchObject([
    { state: 'committed', subjects: 40 },
  ]);
}, 60_000);

test("a file named as another organisation's than the API key's is not taken in", async () => {
  writeHolders('foreign.csv', 45, '2024-10-31');
  line.watch(() => undefined);
  const { code, stdout, stderr } = await upload('foreign.csv', ['--organisation', 'lighthouse']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'api_key_scope' } });
  expect(stderr).toContain('the API key is that of harbor, the file was named as that of lighthouse');
  expect((await uploads()).filter(({ factRows }) => factRows === 45)).toMatchObject([{ state: 'withdrawn' }]);
}, 60_000);

test('a corrected file sent beside the one it corrects is told of the other', async () => {
  writeHolders('beside.csv', 42, '2024-11-30');
  const before = uploadIdOf((await upload('beside.csv')).stdout);
  writeHolders('beside.csv', 43, '2024-11-30');
  const { stderr } = await runCredlink(['upload', 'beside.csv', '--kind', 'holders'], { cwd: folder });
  expect(stderr).toMatch(new RegExp(`Other holders uploads count as well: .*${before}`));
  expect(stderr).toContain('credlink withdraw UPLOAD');
}, 60_000);

test("the exchange's refusal comes back as its own code, and nothing is kept of the attempt", async () => {
  writeHolders('unknown.csv', 30, '2024-08-31');
  const { code, stdout } = await runCredlink(
    ['upload', 'unknown.csv', '--kind', 'holders', '--json', '--quiet'],
    { cwd: folder, environment: { CREDLINK_API_KEY: 'ck_4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001_nobody' } },
  );
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'api_key_unknown', kind: 'rejected' } });
  expect(existsSync(join(folder, 'state', 'outbox'))).toBe(true);
  expect(readdirSync(join(folder, 'state', 'outbox'))).toEqual([]);
}, 60_000);
