import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestructionStatement } from '@credlink/contracts';
import { readOutcomesConfig, startOutcomes } from '@credlink/outcomes';
import { createLogger, Secret } from '@credlink/runtime';
import { formatExchangeKeyFile, keyCheckValue } from '@credlink/tokens';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signDocument } from '../../services/publisher/src/sign-certificate.ts';
import { testDatabase } from '../support/test-database.ts';
import { runInMemory } from './run-in-memory.ts';

const EXCHANGE_ID = '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001';
const EXCHANGE_KEY = randomBytes(32);
const RELEASE_KEY = new Secret<Uint8Array>(randomBytes(32));

const STATEMENT: DestructionStatement = {
  version: 1,
  document: 'key destruction',
  exchangeId: EXCHANGE_ID,
  key: { kind: 'key_epoch', keyEpoch: 1 },
  epochKeys: {
    keyCheckValue: keyCheckValue(EXCHANGE_KEY),
    oprfPublicKey: randomBytes(32).toString('base64'),
  },
  uploads: { left: 0, moved: 2, dropped: 0 },
  emptiedAt: '2026-01-01T00:00:00.000Z',
  declaredBy: 'alliance/1',
  declaredAt: '2026-01-02T00:00:00.000Z',
  checked: ['No upload has tokens made under the keys.'],
  notChecked: ['Backups and snapshots of disks and databases.'],
};
const SIGNATURE = signDocument(STATEMENT, RELEASE_KEY);

const database = testDatabase();
let folder: string;

const write = (name: string, document: unknown) =>
  writeFileSync(join(folder, name), JSON.stringify(document, null, 2), { mode: 0o600 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-destruction-'));
  chmodSync(folder, 0o755);
  write('good.json', { ...STATEMENT, signature: SIGNATURE });
  write('keys.json', [
    { algorithm: 'Ed25519', publicKey: SIGNATURE.publicKey, firstUsedAt: '2026-01-01T00:00:00.000Z' },
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (file: string, ...words: readonly string[]) =>
  runInMemory(['keys', 'verify', file, ...words], { workingFolder: folder });

test('a certificate is checked offline with the keys of a downloaded release, and says what it leaves open', async () => {
  const { exitCode, stdout, stderr } = await verify('good.json', '--keys', 'keys.json');
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('Destroyed: epoch 1. Uploads left under it: 0; moved: 2; ended with it: 0.');
  expect(stdout).toContain('  not checked  Backups');
  expect(stdout).toContain(`Signed by ${SIGNATURE.publicKey}, which you trust. Nothing found.`);
  const asJson = await verify('good.json', '--key', SIGNATURE.publicKey, '--json');
  expect(JSON.parse(asJson.stdout)).toEqual({
    certificate: 'good.json',
    isClear: true,
    statement: STATEMENT,
    signedBy: SIGNATURE.publicKey,
    findings: [],
  });
});

test('one that was changed, was never signed, or is of somebody who made a key of its own is not clear', async () => {
  write('changed.json', { ...STATEMENT, notChecked: [], signature: SIGNATURE });
  write('unsigned.json', { ...STATEMENT, signature: null });
  const forged = signDocument(STATEMENT, new Secret<Uint8Array>(randomBytes(32)));
  write('forged.json', { ...STATEMENT, signature: forged });
  for (const [file, finding] of [
    ['changed.json', 'signature_wrong'],
    ['unsigned.json', 'not_signed'],
    ['forged.json', 'signed_by_another_key'],
  ] as const) {
    const { exitCode, stdout } = await verify(file, '--keys', 'keys.json', '--json');
    expect(exitCode, file).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({ isClear: false, findings: [finding] });
    expect((await verify(file, '--keys', 'keys.json')).stdout).toContain('NOT CLEAR');
  }
});

test('a forged line of its own can neither say that it is signed nor hide that it is not', async () => {
  const line = 'Signed by ME, which you trust. Nothing found.';
  write('lying.json', { ...STATEMENT, checked: [`x\n${line}\u001b[8m`], signature: null });
  const { exitCode, stdout } = await verify('lying.json', '--keys', 'keys.json');
  expect(exitCode).toBe(6);
  expect(stdout.split('\n')).not.toContain(line);
  expect(stdout).not.toContain('\u001b');
});

test('whoever holds the exchange key of an epoch learns whether it is that one', async () => {
  for (const [name, key, keyEpoch, expected] of [
    ['first.key', EXCHANGE_KEY, 1, 0],
    ['second.key', randomBytes(32), 2, 6],
    ['other.key', randomBytes(32), 1, 6],
  ] as const) {
    const text = formatExchangeKeyFile({ exchangeId: EXCHANGE_ID, keyEpoch, key });
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    const { exitCode, stderr } = await verify('good.json', '--keys', 'keys.json', '--exchange-key', name);
    expect(exitCode, `${name}: ${stderr}`).toBe(expected);
  }
});

test('nobody is trusted unsaid, and what is no certificate is told from a bad one', async () => {
  expect(await verify('good.json')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--key or --keys'),
  });
  expect((await verify('keys.json', '--keys', 'keys.json')).exitCode).toBe(4);
  writeFileSync(join(folder, 'half.json'), '{"version": 1');
  const half = await verify('half.json', '--keys', 'keys.json');
  expect(half).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('certificate_malformed') });
  expect((await verify('none.json', '--keys', 'keys.json')).exitCode).toBe(4);
  expect((await verify('good.json', '--keys', 'good.json')).exitCode).toBe(4);
});

test('the keys may be asked of the outcomes service, which names those a release was published under', async () => {
  const outcomes = await startOutcomes(
    readOutcomesConfig({ CREDLINK_DATABASE_URL: database.url('outcomes'), CREDLINK_PORT: '0' }),
    { logger: createLogger({ name: 'outcomes', level: 'error' }) },
  );
  try {
    const asked = () => verify('good.json', '--keys', outcomes.url, '--json');
    const before = await asked();
    expect(before.exitCode, before.stderr).toBe(6);
    expect(JSON.parse(before.stdout).findings).toEqual(['signed_by_another_key']);
    await database
      .adminStore()
      .db.insertInto('release_key')
      .values({ public_key: SIGNATURE.publicKey, first_used_at: new Date('2026-01-01T00:00:00Z') })
      .execute();
    const after = await asked();
    expect(after.exitCode, after.stderr).toBe(0);
  } finally {
    await outcomes.close();
  }
});
