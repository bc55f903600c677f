import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agreement, ReleaseView, RunView } from '@credlink/contracts';
import { type Exchange, startExchange } from '@credlink/embedded';
import { type Engine, openEngine } from '@credlink/vault';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandResult, runInMemory } from '../cli/run-in-memory.ts';
import { type Ended, runCredlink } from '../support/run-credlink.ts';
import { writeSampleFolder } from '../support/sample-folder.ts';

/**
 * The same files in two exchanges: in one of them the register's owner plants decoys, in the other nobody does. Readers
 * must not be able to tell them apart.
 */

const REGISTER = 'files/register/residents.csv';
const OWNER = 'state-register';
const SERIES = 'state-register/register';

type StoredDecoy = { readonly subject: string; readonly kind: string; readonly of: string | null };

let folder: string;
let exchange: Exchange;
let tooMany: CommandResult;
let sent: CommandResult;
let uploadId: string;
/** As the vault numbers them. */
let decoys: readonly StoredDecoy[];
let runBefore: readonly unknown[];

const start = (home: string): Promise<Exchange> =>
  startExchange({
    home: join(folder, home),
    name: 'test exchange',
    clock: { now: () => new Date() },
    ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-decoys-'));
  chmodSync(folder, 0o755);
  // Some 2,200 in the register: 74 decoys of each kind, of which a run must see thirty to say anything, and sees no copy
  // of whoever is in no other file.
  await writeSampleFolder(join(folder, 'files'), { persons: 2600, quarters: 12 });
  const plain = await load('plain');
  expect(plain.code, plain.stderr).toBe(0);
  exchange = await start('planted');
  await enterOwner();
  tooMany = await credlink('owner', `upload ${join(folder, REGISTER)} --kind register --decoys 400 --json`);
  sent = await credlink('owner', `upload ${join(folder, REGISTER)} --kind register --decoys 300 --json`);
  expect(sent.exitCode, sent.stderr).toBe(0);
  uploadId = JSON.parse(sent.stdout).uploads[0].uploadId;
  const [row] = await ask<{ numbered: readonly StoredDecoy[] }>(
    'intake',
    'SELECT numbered FROM upload_decoys',
  );
  decoys = row?.numbered ?? [];
  runBefore = await ask('linker', 'SELECT upload_id FROM open_decoys($1)', [uploadId]);
  await exchange.close();
  const planted = await load('planted');
  expect(planted.code, planted.stderr).toBe(0);
  exchange = await start('planted');
  await writeProfiles();
}, 600_000);

afterAll(async () => {
  await exchange?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Takes up what a home has already: a file that is committed is not sent again. */
function load(home: string): Promise<Ended> {
  const words = ['exchange', 'load', 'files', '--out', `${home}-out`, '--home', home, '--json', '--quiet'];
  return runCredlink(words, { cwd: folder });
}

async function enterOwner(): Promise<void> {
  const { steward } = exchange.steward;
  await steward.putOrganisation({
    organisation: OWNER,
    name: 'State identity register',
    kind: 'state_agency',
  });
  const agreement: Agreement = {
    agreementId: 'AG-DECOYS',
    grantor: OWNER,
    grantee: OWNER,
    legalBasis: 'contract',
    purpose: 'tests',
    kinds: ['register'],
    uses: ['link'],
    privacyProfile: 'ferpa10',
    decoys: 300,
    starts: '2020-01-01',
    expires: '2099-12-31',
    destroyBy: null,
    state: 'active',
  };
  await steward.putAgreement(agreement);
  const key = { organisation: OWNER, scopes: ['contribute' as const, 'evaluate' as const], label: 'test' };
  const { apiKey } = await steward.createApiKey({ ...key, kinds: ['register'] });
  writeFileSync(join(folder, 'owner.api-key'), apiKey, { mode: 0o600 });
  await writeProfiles();
}

async function writeProfiles(): Promise<void> {
  const profile = { urls: exchange.urls, exchangeKeyFile: exchange.exchangeKeyPath };
  const owner = { ...profile, apiKeyFile: 'owner.api-key', organisation: OWNER };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  copyFileSync(join(exchange.home.keys, 'steward.api-key'), join(folder, 'steward.api-key'));
  writeFileSync(join(folder, 'steward.json'), JSON.stringify({ ...profile, apiKeyFile: 'steward.api-key' }));
}

/** Remembers files where the loader looks, which so finds the one that was sent already. */
const credlink = (who: string, words: string) =>
  runInMemory([...words.split(' '), '--profile', `${who}.json`], {
    workingFolder: folder,
    environment: { CREDLINK_HOME: join(exchange.home.contributors, OWNER) },
  });

async function shown<T>(words: string): Promise<T> {
  const { exitCode, stdout, stderr } = await credlink('steward', `${words} --json`);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Every number of a document, by where it stands; words count as what stands there. */
function ratesIn(value: unknown, path = ''): ReadonlyMap<string, number> {
  if (typeof value === 'number') return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map([[`${path}: ${value}`, 0]]);
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...ratesIn(inner, `${path}/${name}`)]));
}

async function ask<T extends pg.QueryResultRow>(
  role: 'intake' | 'linker' | 'publisher' | 'steward' | 'outcomes',
  sql: string,
  values: readonly string[] = [],
): Promise<readonly T[]> {
  const client = new pg.Client(exchange.databaseUrl(role));
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function withVault<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const { vault } = exchange.home;
  const engine = await openEngine({
    memoryLimit: '512MB',
    threads: 1,
    tempFolder: join(folder, 'temp'),
    folders: [vault],
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

const inVault = (kind: string) =>
  `read_parquet('${join(exchange.home.vault, kind)}/*.parquet', union_by_name = true)`;

const planted = () => decoys.map(({ subject }) => `${subject}::UBIGINT`).join(', ');

test('more than the agreement allows are refused before the file is tokenised', () => {
  expect(tooMany.exitCode).toBe(3);
  expect(tooMany.stderr).toContain(
    'The agreement allows 300 decoys in one upload: send the file with --decoys 300 or less.',
  );
  expect(tooMany.stderr).not.toContain('make tokens');
});

test('the owner is told how many were planted, the exchange counts its people alone', async () => {
  expect(decoys.length).toBeGreaterThan(180);
  expect(sent.stderr).toContain(
    `Planted ${decoys.length} decoys of the 300 asked for (at most one subject in 10`,
  );
  const people = (await readFile(join(folder, REGISTER), 'utf8')).trim().split('\n').length - 1;
  const [upload] = JSON.parse(sent.stdout).uploads;
  expect(upload).toMatchObject({ state: 'committed', factRows: people });
  expect(upload.subjects).toBeLessThanOrEqual(people);
});

test('before a run has decided nobody but intake can ask which records are invented, and no file of the vault marks them', async () => {
  expect(runBefore).toEqual([]);
  for (const role of ['linker', 'publisher', 'steward', 'outcomes'] as const)
    await expect(ask(role, 'SELECT * FROM upload_decoys'), role).rejects.toThrow('permission denied');
  for (const role of ['intake', 'publisher', 'steward', 'outcomes'] as const)
    await expect(ask(role, 'SELECT * FROM open_decoys($1)', [uploadId]), role).rejects.toThrow(
      'permission denied',
    );
  // Their rows stand among the others by number alone, in the middle as often as at either end.
  await withVault(async (engine) => {
    const places = await engine.rows(
      `WITH mine AS (SELECT filename FROM read_parquet('${join(exchange.home.vault, 'identity')}/*.parquet', filename = true)
         WHERE rule = 0 AND subject_id IN (${planted()}) GROUP BY filename),
       placed AS (SELECT subject_id, percent_rank() OVER (ORDER BY subject) AS place
         FROM read_parquet('${join(exchange.home.vault, 'identity')}/*.parquet', filename = true) WHERE rule = 0 AND filename IN (FROM mine))
       SELECT count(*) AS found, avg(place) AS middle, min(place) AS first, max(place) AS last
       FROM placed WHERE subject_id IN (${planted()})`,
    );
    const [{ found, middle, first, last } = {}] = places;
    expect(Number(found)).toBeGreaterThan(decoys.length * 0.95);
    expect(Math.abs(Number(middle) - 0.5)).toBeLessThan(0.15);
    expect(Number(first)).toBeLessThan(0.1);
    expect(Number(last)).toBeGreaterThan(0.9);
  });
});

test('whoever has the identity file alone does not find decoys by the rules they have tokens under', async () => {
  await withVault(async (engine) => {
    // Guessing that records with a rare set of rules are decoys, where most of those with that set are.
    const guessed = await engine.scalar(
      `WITH sets AS (SELECT filename, subject, any_value(subject_id) FILTER (WHERE rule = 0) AS subject_id,
         list_sort(list(DISTINCT rule)) AS rules
         FROM read_parquet('${join(exchange.home.vault, 'identity')}/*.parquet', filename = true) GROUP BY ALL),
       marked AS (SELECT filename, rules, subject_id IN (${planted()}) AS invented FROM sets),
       counted AS (SELECT count(*) FILTER (WHERE invented) AS decoys, count(*) FILTER (WHERE NOT invented) AS people
         FROM marked GROUP BY filename, rules)
       SELECT coalesce(sum(decoys), 0) FROM counted WHERE decoys > people`,
      [],
      Number,
    );
    expect(guessed).toBeLessThan(decoys.length * 0.1);
  });
});

test('the run says what became of them, for the steward', async () => {
  const { runs } = await shown<{ runs: readonly RunView[] }>('link list');
  const run = await shown<RunView & { quality: { decoys: readonly unknown[] } }>(
    `link show ${runs[0]?.runId}`,
  );
  const share = { estimate: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
  expect(run.quality.decoys).toEqual([{ source: SERIES, false: share, household: share, missed: share }]);
  const [of] = run.quality.decoys as { false: { estimate: number }; missed: { estimate: number } }[];
  expect(of?.false.estimate).toBeLessThan(0.2);
  expect(of?.missed.estimate).toBeLessThan(0.5);
  const [row] = await ask<{ decided: string }>('linker', 'SELECT blind_digest AS decided FROM run');
  expect(row?.decided).toMatch(/^[0-9a-f]{32}$/);
  const events = await ask('steward', `SELECT 1 FROM audit_event WHERE action = 'run.decoys_opened'`);
  expect(events).toHaveLength(1);
});

test('no decoy is in a link or has a fact', async () => {
  await withVault(async (engine) => {
    const among = (kind: string, filter = 'true') =>
      engine.scalar(
        `SELECT count(*) FROM ${inVault(kind)} WHERE subject_id IN (${planted()}) AND ${filter}`,
        [],
        Number,
      );
    expect(await among('identity', 'rule = 0')).toBeGreaterThan(decoys.length * 0.95);
    expect(await among('links')).toBe(0);
    expect(await among('facts')).toBe(0);
  });
});

/** Lines of dollars without figures: each exchange blurs wages under a key of its own. */
function withoutDollars(text: string): string {
  return text.replaceAll(/("unit":"usd"|,usd),.*$/gm, '$1');
}

test('what is published, and what the steward sees beside it, is the same to the last byte as where nobody planted any, but for the blur of wages', async () => {
  const names = (await readdir(join(folder, 'plain-out'))).toSorted();
  expect((await readdir(join(folder, 'planted-out'))).toSorted()).toEqual(names);
  // These name the exchange's own run, keys and moment.
  const ofTheExchange = ['certificate.json', 'keys.json', 'release.json'];
  const read = async (home: string, name: string) =>
    withoutDollars(await readFile(join(folder, `${home}-out`, name), 'utf8'));
  for (const name of names.filter((one) => !ofTheExchange.includes(one)))
    expect(await read('planted', name), name).toBe(await read('plain', name));
  const [planted, plain] = await Promise.all(
    ['planted', 'plain'].map(async (home) => JSON.parse(await read(home, 'certificate.json'))),
  );
  expect(planted.cells.total).toBe(plain.cells.total);
  // Each exchange has keys of its own, so tags agree by chance elsewhere, which can take a rate to the next whole percent. That
  // rates are the same under the same keys is tested in test/linkage/decoys.test.ts.
  const [ofPlanted, ofPlain] = [ratesIn(planted.linkage), ratesIn(plain.linkage)];
  expect([...ofPlanted.keys()]).toEqual([...ofPlain.keys()]);
  for (const [path, rate] of ofPlanted)
    expect(Math.abs(rate - (ofPlain.get(path) ?? Number.NaN)), path).toBeLessThan(0.0101);
  expect(JSON.stringify(planted)).not.toContain('decoy');

  const releases = () => shown<{ releases: readonly ReleaseView[] }>('release list');
  const withDecoys = (await releases()).releases[0];
  await exchange.close();
  exchange = await start('plain');
  await writeProfiles();
  const without = (await releases()).releases[0];
  expect(withDecoys?.matchRates.length).toBeGreaterThan(0);
  expect(withDecoys?.matchRates).toEqual(without?.matchRates);
}, 60_000);
