import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeysView, UploadView } from '@credlink/contracts';
import { type Exchange, startExchange } from '@credlink/embedded';
import { keyCheckValue } from '@credlink/tokens';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInMemory } from '../cli/run-in-memory.ts';
import { townsperson } from '../linkage/small-town.ts';
import { catalogueOf } from '../support/exchange-rows.ts';

let folder: string;
let exchange: Exchange;

const start = (): Promise<Exchange> =>
  startExchange({
    home: join(folder, 'exchange'),
    name: 'test exchange',
    clock: { now: () => new Date() },
    ports: { outcomes: 0, keyholder: 0, intake: 0, steward: 0 },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-epochs-'));
  chmodSync(folder, 0o755);
  exchange = await start();
  await enterParties();
  await writeProfiles();
}, 120_000);
afterAll(async () => {
  await exchange?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Holders of two bodies: people 0-59 and 30-89, so thirty of them are in both. */
const PARTIES = [
  { organisation: 'harbor', from: 0, to: 60 },
  { organisation: 'northgate', from: 30, to: 90 },
] as const;

async function enterParties(): Promise<void> {
  const { steward } = exchange.steward;
  for (const { organisation, from, to } of PARTIES) {
    await steward.putOrganisation({ organisation, name: organisation, kind: 'certification_body' });
    await steward.putAgreement({
      agreementId: `DSA-${organisation}`,
      grantor: organisation,
      grantee: organisation,
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
    const scopes = ['contribute', 'evaluate'] as const;
    const key = { organisation, scopes: [...scopes], kinds: ['holders' as const], label: 'test' };
    const { apiKey } = await steward.createApiKey(key);
    writeFileSync(join(folder, `${organisation}.api-key`), apiKey);
    const lines = Array.from({ length: to - from }, (_, row) => {
      const { givenName, surname, dateOfBirth, ssn } = townsperson(from + row);
      return `${organisation}-${row},${givenName},${surname},${dateOfBirth},${ssn},HI-MT1,2024-03-31,initial`;
    });
    const header = 'record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date,action';
    writeFileSync(join(folder, `${organisation}.csv`), `${[header, ...lines].join('\n')}\n`);
  }
  await steward.putCatalogue({ catalogue: catalogueOf(['HI-MT1']) });
}

async function writeProfiles(): Promise<void> {
  for (const { organisation } of PARTIES) {
    const profile = { urls: exchange.urls, apiKeyFile: `${organisation}.api-key`, organisation };
    const stateFolder = `state-${organisation}`;
    writeFileSync(join(folder, `${organisation}.json`), JSON.stringify({ ...profile, stateFolder }));
  }
  copyFileSync(join(exchange.home.keys, 'steward.api-key'), join(folder, 'steward.api-key'));
  const steward = { urls: exchange.urls, apiKeyFile: 'steward.api-key' };
  writeFileSync(join(folder, 'steward.json'), JSON.stringify(steward));
}

/** A command as `who`, with the exchange key of an epoch. */
async function credlink(who: string, words: string, epoch = 1) {
  const keyFile = epoch === 1 ? exchange.exchangeKeyPath : join(folder, `exchange-${epoch}.key`);
  return runInMemory([...words.split(' '), '--profile', `${who}.json`, '--quiet'], {
    workingFolder: folder,
    environment: { CREDLINK_EXCHANGE_KEY_FILE: keyFile },
  });
}

async function send(who: string, epoch: number): Promise<UploadView> {
  const sent = await credlink(who, `upload ${join(folder, who)}.csv --kind holders --json`, epoch);
  expect(sent.exitCode, sent.stderr).toBe(0);
  return (JSON.parse(sent.stdout) as { uploads: UploadView[] }).uploads[0] as UploadView;
}

async function uploadsOf(who: string): Promise<readonly UploadView[]> {
  return (JSON.parse((await credlink(who, 'status --json')).stdout) as { uploads: UploadView[] }).uploads;
}

/** Orders a run. @returns a digest of its links: of every record's upload, subject, person and posterior */
async function link(): Promise<string> {
  const { exitCode, stderr } = await credlink('steward', 'link order --wait --json');
  expect(exitCode, stderr).toBe(0);
  const links = join(exchange.home.vault, 'links');
  const newest = await Promise.all(readdirSync(links).map((name) => readFile(join(links, name))));
  return newest.map((bytes) => createHash('sha256').update(bytes).digest('hex')).join();
}

const inVault = (kind: 'identity' | 'facts') => readdirSync(join(exchange.home.vault, kind)).toSorted();

test('contributors move to another epoch beside the current one; after the cut-over persons are the same and no old token is left', async () => {
  const first = { harbor: await send('harbor', 1), northgate: await send('northgate', 1) };
  const before = await link();
  const old = inVault('identity');
  expect(old).toHaveLength(2);

  const { exchangeId } = exchange.exchangeKey;
  await credlink(
    'steward',
    `key create --out ${join(folder, 'exchange-2.key')} --exchange ${exchangeId} --epoch 2`,
  );
  await credlink(
    'steward',
    `key create --out ${join(folder, 'exchange-3.key')} --exchange ${exchangeId} --epoch 3`,
  );
  const early = await credlink('harbor', `upload ${join(folder, 'harbor.csv')} --kind holders`, 2);
  expect(early.stderr).toContain('key_epoch_not_current');
  expect(early.stderr).toContain('the key file is of epoch 2, the exchange is in epoch 1;');
  expect((await credlink('steward', 'keys cut-over')).stderr).toContain('no epoch was begun');

  const wrong = await credlink('steward', 'keys begin-epoch --key exchange-3.key');
  expect(wrong.stderr).toContain('the current epoch is 1; only the one after it can begin');
  const begun = await credlink('steward', 'keys begin-epoch --key exchange-2.key --due 2099-03-31 --json');
  expect(begun.exitCode, begun.stderr).toBe(0);
  expect((JSON.parse(begun.stdout) as KeysView).missing).toEqual([
    { organisation: 'harbor', uploads: 1 },
    { organisation: 'northgate', uploads: 1 },
  ]);
  const asked = await credlink('northgate', 'status');
  expect(asked.stdout).toContain('send its file again with the next exchange key by 2099-03-31');

  const again = await send('harbor', 2);
  expect(again).toMatchObject({ keyEpoch: 2, state: 'committed' });
  expect(again.uploadId).not.toBe(first.harbor.uploadId);
  expect((await send('harbor', 2)).uploadId).toBe(again.uploadId);
  expect((await uploadsOf('harbor')).map(({ retokenise, keyEpoch }) => `${keyEpoch} ${retokenise}`)).toEqual([
    '2 null',
    '1 sent',
  ]);
  // Runs go on under the current epoch alone.
  expect(await link()).toBe(before);

  const refused = await credlink('steward', 'keys cut-over');
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain('not sent again under epoch 2: northgate (1)');
  await send('northgate', 2);
  const cut = await credlink('steward', 'keys cut-over --json');
  expect(cut.exitCode, cut.stderr).toBe(0);
  expect((JSON.parse(cut.stdout) as KeysView).epochs).toMatchObject([
    { keyEpoch: 1, state: 'ended', uploadsReplaced: 2, uploadsDropped: 0 },
    { keyEpoch: 2, state: 'current' },
  ]);
  expect(inVault('identity').filter((name) => old.includes(name))).toEqual([]);
  expect(inVault('identity')).toHaveLength(2);
  expect(inVault('facts')).toHaveLength(2);
  expect(
    (await uploadsOf('harbor')).map(({ uploadId, state, keyEpoch }) => ({ uploadId, state, keyEpoch })),
  ).toEqual([
    { uploadId: again.uploadId, state: 'withdrawn', keyEpoch: 2 },
    { uploadId: first.harbor.uploadId, state: 'committed', keyEpoch: 2 },
  ]);
  expect(await link()).toBe(before);

  const late = await credlink('harbor', `upload ${join(folder, 'harbor.csv')} --kind holders`, 1);
  expect(late.stderr).toContain('the key file is of epoch 1, the exchange is in epoch 2;');
  expect((await send('harbor', 2)).uploadId).toBe(first.harbor.uploadId);
}, 240_000);

test('the vault changes keys under the same persons; a key that a service was started with is certified destroyed by nobody', async () => {
  const before = await link();
  const files = inVault('identity');
  const changed = await credlink('steward', 'keys rotate-vault --json');
  expect(changed.exitCode, changed.stderr).toBe(0);
  const { vaultKeys } = JSON.parse(changed.stdout) as KeysView;
  expect(vaultKeys.map(({ state, uploads }) => `${state} ${uploads}`).toSorted()).toEqual([
    'current 2',
    'retired 0',
  ]);
  expect(inVault('identity').filter((name) => files.includes(name))).toEqual([]);
  expect(await link()).toBe(before);
  const plain = vaultKeys.find(({ state }) => state === 'retired')?.keyCheck ?? '';
  for (const [key, reason] of [
    [plain, 'the inner key'],
    ['1', 'the keyholder was started with the seed'],
    ['2', 'key epoch 2 is current'],
  ] as const) {
    const refused = await credlink('steward', `keys destroy ${key}`);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('key_in_use');
    expect(refused.stderr).toContain(reason);
  }
}, 240_000);

test('whoever is left behind at a cut-over is out of the persons; after a restart the next epoch has keys of its own', async () => {
  await exchange.close();
  exchange = await start();
  await writeProfiles();
  const destroyed = await credlink('steward', 'keys destroy 1 --out destroyed.json');
  expect(destroyed.exitCode, destroyed.stderr).toBe(0);
  expect(destroyed.stdout).toContain(
    'Destroyed: epoch 1. Uploads left under it: 0; moved: 2; ended with it: 0.',
  );
  const { signature, ...statement } = JSON.parse(await readFile(join(folder, 'destroyed.json'), 'utf8'));
  const checked = (file: string) =>
    credlink(
      'harbor',
      `keys verify ${file} --key ${signature.publicKey} --exchange-key ${exchange.exchangeKeyPath}`,
    );
  const good = await checked('destroyed.json');
  expect(good.exitCode, good.stderr).toBe(0);
  const changed = { ...statement, uploads: { ...statement.uploads, moved: 3 }, signature };
  writeFileSync(join(folder, 'changed.json'), JSON.stringify(changed));
  expect(await checked('changed.json')).toMatchObject({
    exitCode: 6,
    stdout: expect.stringContaining('it was changed, or never signed'),
  });
  expect(statement).toMatchObject({
    key: { kind: 'key_epoch', keyEpoch: 1 },
    epochKeys: { keyCheckValue: keyCheckValue(exchange.exchangeKey.key) },
    notChecked: expect.arrayContaining([expect.stringContaining('contributors')]),
  });
  expect((await credlink('steward', 'keys destroy 1')).stderr).toContain('has its certificate already');

  const begun = await credlink('steward', 'keys begin-epoch --key exchange-3.key');
  expect(begun.exitCode, begun.stderr).toBe(0);
  await send('northgate', 3);
  const cut = await credlink('steward', 'keys cut-over --without harbor --json');
  expect(cut.exitCode, cut.stderr).toBe(0);
  expect((JSON.parse(cut.stdout) as KeysView).epochs[1]).toMatchObject({
    state: 'ended',
    uploadsReplaced: 1,
    uploadsDropped: 1,
  });
  expect((await uploadsOf('harbor')).filter(({ state }) => state === 'committed')).toEqual([]);
  await link();
  for (let attempt = 0; inVault('identity').length > 1; attempt++) {
    if (attempt > 50) throw new Error('files of the epoch before are left');
    await sleep(100);
  }
}, 240_000);
