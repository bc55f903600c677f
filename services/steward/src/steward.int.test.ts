import type { Agreement, Catalogue } from '@credlink/contracts';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import {
  enterVaultKeys,
  inTransaction,
  listUploadsToRekey,
  noteRekeyFailure,
  retireVaultKey,
} from '@credlink/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterOrganisation, exchangeParameters } from '../../../test/support/exchange-rows.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { bootstrapExchange } from './bootstrap.ts';
import { runBootstrap } from './bootstrap-command.ts';
import { type Steward, startSteward } from './start-steward.ts';

const database = testDatabase();
const clock = fixedClock(new Date('2026-11-23T12:00:00Z'));
const AT = '2026-11-23T12:00:00.000Z';
const lines: string[] = [];

let steward: Steward;
let apiKey: string;

const db = () => database.adminStore().db;

beforeAll(async () => {
  const logger = createLogger({
    name: 'steward',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  const order = {
    exchange: exchangeParameters(),
    steward: { organisation: 'alliance', name: 'State alliance' },
  };
  ({ apiKey } = await bootstrapExchange({ db: database.store('steward').db, clock }, order));
  steward = await startSteward(
    {
      databaseUrl: new Secret(database.url('steward')),
      queueUrl: { kind: 'postgres', url: new Secret(database.url('queue')) },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'debug',
      requestsPerMinute: 100_000,
    },
    { logger, clock },
  );
});
afterAll(() => steward.close());

async function call(
  method: string,
  path: string,
  body?: unknown,
  key: string | null = apiKey,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(steward.url + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const refused = (status: number, code: string) => ({ status, body: { code } });
const trailOf = async (subject: string) =>
  (
    await db()
      .selectFrom('audit_event')
      .select('action')
      .where('subject', '=', subject)
      .orderBy('event_no')
      .execute()
  ).map((event) => event.action);

const harbor = { organisation: 'harbor', name: 'Harbor', kind: 'certification_body' };
const agreement: Agreement = {
  agreementId: 'AG-1',
  grantor: 'harbor',
  grantee: 'alliance',
  legalBasis: 'contract',
  purpose: 'outcomes',
  kinds: ['holders'],
  uses: ['link'],
  privacyProfile: 'ferpa10',
  decoys: 0,
  starts: '2020-01-01',
  expires: '2027-01-01',
  destroyBy: null,
  state: 'active',
};
const catalogue = (...codes: string[]): Pick<Catalogue, 'source_coverage'> & { credentials: unknown[] } => ({
  credentials: codes.map((code) => ({
    code,
    name: code,
    type: 'Certification',
    owner: 'harbor',
    status: 'active',
  })),
  source_coverage: [],
});

test('organisations are entered, changed and listed, and each change is in the trail', async () => {
  expect(await call('PUT', '/v1/organisations/harbor', harbor)).toEqual({ status: 200, body: harbor });
  const renamed = { ...harbor, name: 'Harbor Council' };
  await call('PUT', '/v1/organisations/harbor', renamed);
  expect((await call('GET', '/v1/organisations/harbor')).body).toEqual(renamed);
  expect((await call('GET', '/v1/organisations')).body).toEqual({
    organisations: [{ organisation: 'alliance', name: 'State alliance', kind: 'steward' }, renamed],
  });
  expect(await trailOf('harbor')).toEqual(['organisation.put', 'organisation.put']);
  expect(await call('GET', '/v1/organisations/nobody')).toMatchObject(refused(404, 'not_found'));
  expect(await call('PUT', '/v1/organisations/other', harbor)).toMatchObject(refused(400, 'request_invalid'));
});

test('an API key is shown once, works at once, and not after it is revoked', async () => {
  await call('PUT', '/v1/organisations/harbor', harbor);
  const order = { organisation: 'harbor', scopes: ['steward'], kinds: [], label: 'deputy' };
  const created = await call('POST', '/v1/api-keys', order);
  expect(created).toEqual({
    status: 201,
    body: { apiKeyId: expect.any(String), apiKey: expect.stringMatching(/^ck_[0-9a-f-]{36}_[\w-]{43}$/) },
  });
  const { apiKeyId, apiKey: deputy } = created.body as { apiKeyId: string; apiKey: string };
  expect((await call('GET', '/v1/runs', undefined, deputy)).status).toBe(200);
  const revoked = await call('DELETE', `/v1/api-keys/${apiKeyId}`);
  expect(revoked.body).toMatchObject({ apiKeyId, label: 'deputy', revokedAt: AT });
  expect(await call('GET', '/v1/runs', undefined, deputy)).toMatchObject(refused(401, 'api_key_unknown'));
  const list = JSON.stringify((await call('GET', '/v1/api-keys')).body);
  expect(list).toContain(apiKeyId);
  expect(list).not.toContain(deputy.split('_')[2]);
  expect(await trailOf(apiKeyId)).toEqual(['api_key.created', 'api_key.revoked']);
  const stored = await db().selectFrom('api_key').select('secret_sha256').execute();
  expect(JSON.stringify(stored)).not.toContain(deputy.split('_')[2]);
});

test('a key for an organisation nobody entered is refused', async () => {
  const order = { organisation: 'nobody', scopes: ['contribute'], kinds: ['holders'], label: 'x' };
  expect(await call('POST', '/v1/api-keys', order)).toMatchObject(refused(404, 'not_found'));
});

test('no key both contributes and administers: it is neither made nor stored', async () => {
  await call('PUT', '/v1/organisations/harbor', harbor);
  const keys = () => db().selectFrom('api_key').select('api_key_id').execute();
  const before = await keys();
  for (const scopes of [
    ['contribute', 'steward'],
    ['steward', 'evaluate'],
  ]) {
    const order = { organisation: 'harbor', scopes, kinds: ['holders'], label: 'both' };
    expect(await call('POST', '/v1/api-keys', order)).toMatchObject(refused(422, 'api_key_scopes_conflict'));
  }
  expect(await keys()).toEqual(before);
  await expect(
    enterOrganisation(db(), 'harbor', { scopes: ['contribute', 'steward'] }),
    'by no other way either',
  ).rejects.toThrow('api_key_steward_alone');
});

test("nobody but a steward gets in, whatever the route, and an organisation's other keys do not help", async () => {
  const contributor = await enterOrganisation(db(), 'harbor', { scopes: ['contribute', 'evaluate'] });
  const one = '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001';
  // Quality records, match rates and what decoys say stand in runs and releases.
  const telling = ['/v1/runs', `/v1/runs/${one}`, '/v1/releases', `/v1/releases/${one}`];
  for (const path of ['/v1/organisations', '/v1/api-keys', '/v1/uploads', '/v1/audit-events', ...telling]) {
    expect(await call('GET', path, undefined, contributor)).toMatchObject(refused(403, 'api_key_scope'));
    expect(await call('GET', path, undefined, null)).toMatchObject(refused(401, 'api_key_missing'));
  }
});

test('agreements are entered and changed between parties that exist', async () => {
  await call('PUT', '/v1/organisations/harbor', harbor);
  expect(await call('PUT', '/v1/agreements/AG-1', agreement)).toEqual({ status: 200, body: agreement });
  const suspended = { ...agreement, state: 'suspended', destroyBy: '2027-06-30' };
  await call('PUT', '/v1/agreements/AG-1', suspended);
  expect((await call('GET', '/v1/agreements/AG-1')).body).toEqual(suspended);
  expect((await call('GET', '/v1/agreements')).body).toEqual({ agreements: [suspended] });
  const { decoys, ...silent } = suspended;
  await call('PUT', '/v1/agreements/AG-1', { ...silent, decoys: 300 });
  expect((await call('GET', '/v1/agreements/AG-1')).body).toMatchObject({ decoys: 300 });
  await call('PUT', '/v1/agreements/AG-1', silent);
  expect((await call('GET', '/v1/agreements/AG-1')).body, 'none where it is left out').toMatchObject({
    decoys,
  });
  expect(await trailOf('AG-1')).toEqual(Array(4).fill('agreement.put'));
  const other = { ...agreement, agreementId: 'AG-2' };
  expect(await call('PUT', '/v1/agreements/AG-2', { ...other, grantee: 'nobody' })).toMatchObject(
    refused(404, 'not_found'),
  );
  expect(await call('PUT', '/v1/agreements/AG-2', { ...other, expires: '2019-12-31' })).toMatchObject(
    refused(400, 'request_invalid'),
  );
  expect(await trailOf('AG-2')).toEqual([]);
});

test('a catalogue comes into force by its digest, whatever the order of its keys', async () => {
  const put = (value: unknown) => call('PUT', '/v1/catalogue', { catalogue: value });
  const first = await put(catalogue('A', 'B'));
  expect(first).toEqual({
    status: 200,
    body: { catalogueSha256: expect.stringMatching(/^[0-9a-f]{64}$/), credentials: 2, createdAt: AT },
  });
  const { credentials, source_coverage } = catalogue('A', 'B');
  expect((await put({ source_coverage, credentials })).body).toEqual(first.body);
  expect(await trailOf(String(first.body.catalogueSha256))).toEqual(['catalogue.put']);
  clock.advance(1000);
  const second = await put(catalogue('A', 'B', 'C'));
  expect(second.body.credentials).toBe(3);
  expect((await call('GET', '/v1/catalogue')).body).toEqual(second.body);
  expect(await put(catalogue('A', 'B'))).toMatchObject(refused(409, 'conflict'));
  expect(await put(catalogue('A', 'A'))).toMatchObject(refused(422, 'catalogue_invalid'));
});

test('a run needs something to link and a release something linked', async () => {
  expect(await call('POST', '/v1/runs', {})).toMatchObject(refused(409, 'nothing_to_link'));
  expect(await call('POST', '/v1/releases', { title: 'First' })).toMatchObject(
    refused(409, 'nothing_to_release'),
  );
});

test('a run is ordered, rung for, shown and cancelled once', async () => {
  await enterCommittedUpload();
  const ordered = await call('POST', '/v1/runs', {});
  expect(ordered).toMatchObject({ status: 201, body: { state: 'ordered', progress: null, quality: null } });
  const runId = String(ordered.body.runId);
  expect(await queuedJobs()).toContain(`link-run-${runId}`);
  expect((await call('GET', `/v1/runs/${runId}`)).body).toEqual(ordered.body);
  expect((await call('DELETE', `/v1/runs/${runId}`)).body).toMatchObject({ state: 'cancelled' });
  expect(await call('DELETE', `/v1/runs/${runId}`)).toMatchObject(refused(409, 'run_state_forbids'));
  expect(await trailOf(runId)).toEqual(['run.ordered', 'run.cancelled']);
  expect(await call('GET', '/v1/runs/00000000-0000-4000-8000-000000000000')).toMatchObject(
    refused(404, 'not_found'),
  );
});

test('a release is ordered with a hold, the hold ends, the release is withdrawn; each step rings and is recorded', async () => {
  await enterLinkedRun();
  const ordered = await call('POST', '/v1/releases', { title: 'Spring', hold: true });
  expect(ordered).toMatchObject({
    status: 201,
    body: { title: 'Spring', policy: 'rounded', state: 'ordered', publishedId: null },
  });
  const releaseId = String(ordered.body.releaseId);
  const path = `/v1/releases/${releaseId}`;
  expect(await call('POST', `${path}/withdraw`)).toMatchObject(refused(409, 'release_state_forbids'));
  await db()
    .updateTable('release')
    .set({ state: 'held', published_id: '0123456789abcdef', release_file: 'f'.repeat(64) })
    .where('release_id', '=', releaseId)
    .execute();
  expect((await call('POST', `${path}/publish`)).body).toMatchObject({ state: 'held' });
  const { is_hold_asked } = await db()
    .selectFrom('release')
    .select('is_hold_asked')
    .where('release_id', '=', releaseId)
    .executeTakeFirstOrThrow();
  expect(is_hold_asked).toBe(false);
  expect((await call('POST', `${path}/withdraw`)).body).toMatchObject({
    state: 'withdrawn',
    finishedAt: expect.any(String),
  });
  expect(await call('POST', `${path}/publish`)).toMatchObject(refused(409, 'release_state_forbids'));
  expect(await trailOf(releaseId)).toEqual(['release.ordered', 'release.hold_ended', 'release.withdrawn']);
  expect(await queuedJobs()).toContain(`build-release-${releaseId}`);
  expect((await call('GET', '/v1/releases')).body.releases).toHaveLength(1);
});

test('uploads of everybody are listed by state and times, without a figure of their content', async () => {
  await enterCommittedUpload();
  const { uploads } = (await call('GET', '/v1/uploads')).body as { uploads: Record<string, unknown>[] };
  expect(Object.keys(uploads[0] ?? {}).sort()).toEqual([
    'createdAt',
    'finishedAt',
    'kind',
    'organisation',
    'refusalCode',
    'state',
    'uploadId',
  ]);
});

test('keys of the vault change when intake holds another one and nobody reads, and nothing is ordered meanwhile', async () => {
  await db().deleteFrom('run').where('state', 'in', ['ordered', 'linking']).execute();
  const vault = () => call('POST', '/v1/keys/vault', {});
  const held = { plain: 'a'.repeat(32), layer: null };
  const enter = (next: string | null) =>
    inTransaction(db(), 'test', (tx) => enterVaultKeys(tx, { ...held, next }, clock.now()));
  await enterCommittedUpload();
  await enter(null);
  expect(await vault()).toMatchObject(refused(409, 'no_vault_key_ready'));
  await enter('b'.repeat(32));
  const { body: run } = await call('POST', '/v1/runs', {});
  expect(await vault()).toMatchObject(refused(409, 'run_state_forbids'));
  await call('DELETE', `/v1/runs/${run.runId}`);
  await enterLinkedRun();
  const holding = await call('POST', '/v1/releases', { title: 'Held', hold: true });
  expect(await vault()).toMatchObject(refused(409, 'release_state_forbids'));
  await db().deleteFrom('release').where('release_id', '=', String(holding.body.releaseId)).execute();

  const changed = await vault();
  expect(changed).toMatchObject({ status: 202, body: { progress: { step: 'change vault keys', done: 0 } } });
  expect(changed.body.vaultKeys).toEqual([
    expect.objectContaining({ keyCheck: 'a'.repeat(32), state: 'retiring', isHeld: true }),
    expect.objectContaining({ keyCheck: 'b'.repeat(32), state: 'current', uploads: 0 }),
  ]);
  expect(await trailOf('b'.repeat(32))).toEqual(['vault_key.changed']);
  const toRekey = await listUploadsToRekey(db());
  const [stuck] = toRekey;
  if (stuck === undefined) throw new Error('no upload waits for the new key');
  expect((await call('GET', '/v1/keys')).body.heldUpBy).toEqual([]);
  await inTransaction(db(), 'test', (tx) => noteRekeyFailure(tx, stuck, 'vault_file_missing'));
  expect((await call('GET', '/v1/keys')).body.heldUpBy).toEqual([
    { uploadId: stuck, organisation: expect.any(String), code: 'vault_file_missing' },
  ]);
  const queued = await queuedJobs();
  expect(toRekey.length).toBeGreaterThan(0);
  for (const uploadId of toRekey) expect(queued).toContain(`rekey-upload-${uploadId}`);
  for (const [path, body] of [
    ['/v1/keys/vault', {}],
    ['/v1/runs', {}],
    ['/v1/releases', { title: 'Meanwhile' }],
  ] as const) {
    expect(await call('POST', path, body)).toMatchObject(refused(409, 'vault_keys_changing'));
  }
  await db()
    .updateTable('upload')
    .set({ vault_key_check: 'b'.repeat(32) })
    .execute();
  await inTransaction(db(), 'test', (tx) => retireVaultKey(tx, clock.now()));
  expect((await call('GET', '/v1/keys')).body).toMatchObject({ progress: null, heldUpBy: [] });
  expect((await call('POST', '/v1/runs', {})).status).toBe(201);
  expect(await vault()).toMatchObject(refused(409, 'no_vault_key_ready'));
});

test('the audit trail is read in pages, oldest first, and names who did it', async () => {
  const first = (await call('GET', '/v1/audit-events?limit=3')).body.events as Record<string, unknown>[];
  expect(first.map((event) => [event.actor, event.action])).toEqual([
    ['service:bootstrap', 'exchange.created'],
    ['service:bootstrap', 'organisation.put'],
    ['service:bootstrap', 'api_key.created'],
  ]);
  await call('PUT', '/v1/organisations/late', { ...harbor, organisation: 'late' });
  const after = Number(first.at(-1)?.eventNo);
  const rest = (await call('GET', `/v1/audit-events?after=${after}&limit=1000`)).body.events as Record<
    string,
    unknown
  >[];
  expect(rest[0]?.eventNo).toBe(after + 1);
  expect(rest.at(-1)).toMatchObject({
    actor: expect.stringMatching(/^alliance\/[0-9a-f-]{36}$/),
    action: 'organisation.put',
    subject: 'late',
    at: expect.any(String),
  });
  expect(await call('GET', '/v1/audit-events?limit=5000')).toMatchObject(refused(400, 'request_invalid'));
});

test('the steward cannot change or remove an event, read an upload manifest, or write a published cell', async () => {
  const { db: own } = database.store('steward');
  await expect(own.updateTable('audit_event').set({ actor: 'x' }).execute()).rejects.toThrow(
    /permission denied/,
  );
  await expect(own.deleteFrom('audit_event').execute()).rejects.toThrow(/permission denied/);
  await expect(own.selectFrom('upload').select('manifest').execute()).rejects.toThrow(/permission denied/);
  await expect(own.selectFrom('published_cell').select('value').execute()).rejects.toThrow(
    /permission denied/,
  );
});

test('an exchange is set up once', async () => {
  const order = { exchange: exchangeParameters(), steward: { organisation: 'second', name: 'Second' } };
  const dependencies = { db: database.store('steward').db, clock };
  await expect(bootstrapExchange(dependencies, order)).rejects.toMatchObject({ code: 'conflict' });
  const out: string[] = [];
  const errors: string[] = [];
  const sinks = [
    { write: (text: string) => out.push(text) },
    { write: (text: string) => errors.push(text) },
  ] as const;
  const args = ['--name', 'X', '--steward', 'second=Second', '--key-check-value', 'ab'.repeat(16)];
  args.push('--pack', 'holder@1.0.0', '--oprf-public-key', 'AAAA');
  const environment = { CREDLINK_DATABASE_URL: database.url('steward') };
  expect(await runBootstrap(args, environment, ...sinks)).toBe(1);
  expect([out, errors]).toEqual([[], ['this database has its exchange already (conflict)\n']]);
});

test.each([
  ['no steward', ['--name', 'X'], '--steward is CODE=NAME'],
  ['an unknown option', ['--nmae', 'X'], "Unknown option '--nmae'"],
  [
    'a key check value that is none',
    ['--name', 'X', '--steward', 'a=A', '--key-check-value', 'zz', '--oprf-public-key', 'AAAA'],
    'missing or not valid: --key-check-value',
  ],
])('bootstrap with %s says what is wrong and does nothing', async (_, args, message) => {
  const errors: string[] = [];
  const code = await runBootstrap(args, {}, { write: () => true }, { write: (text) => errors.push(text) });
  expect(code).toBe(2);
  expect(errors.join('')).toContain(message);
});

test('no log line holds an API key', () => {
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toMatch(/ck_[0-9a-f]{8}/);
});

async function enterCommittedUpload(): Promise<void> {
  await call('PUT', '/v1/organisations/harbor', harbor);
  await call('PUT', '/v1/agreements/AG-1', agreement);
  await db()
    .insertInto('upload')
    .values({
      upload_id: crypto.randomUUID(),
      organisation: 'harbor',
      agreement_id: 'AG-1',
      kind: 'holders',
      source_digest: crypto.randomUUID().replaceAll('-', '').repeat(2),
      key_epoch: 1,
      manifest: '{}',
      state: 'committed',
      identity_file: 'a'.repeat(64),
      facts_file: 'b'.repeat(64),
      created_at: clock.now(),
      finished_at: clock.now(),
    })
    .execute();
}

async function enterLinkedRun(): Promise<void> {
  await call('PUT', '/v1/catalogue', { catalogue: catalogue('A', 'B', 'C', 'D') });
  await db()
    .insertInto('run')
    .values({
      run_id: crypto.randomUUID(),
      state: 'linked',
      ordered_by: 'test',
      ordered_at: clock.now(),
      links_file: 'c'.repeat(64),
      quality: '{}',
      finished_at: clock.now(),
    })
    .execute();
}

/** Job ids that wait in the queue. */
async function queuedJobs(): Promise<readonly string[]> {
  const pool = database.adminPool();
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM bullmq.job');
  return rows.map((row) => row.id);
}
