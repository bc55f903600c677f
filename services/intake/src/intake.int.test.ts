import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@credlink/contracts';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import { inTransaction, revokeApiKey } from '@credlink/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enterAgreement,
  enterCatalogue,
  enterExchange,
  enterOrganisation,
} from '../../../test/support/exchange-rows.ts';
import { describeUpload, holders, type MadeUpload, makeUpload } from '../../../test/support/made-upload.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { uploadClient } from '../../../test/support/upload-client.ts';
import { type Intake, startIntake } from './start-intake.ts';

const database = testDatabase();
const clock = fixedClock(new Date('2026-11-23T12:00:00Z'));
const lines: string[] = [];

type Client = ReturnType<typeof uploadClient>;

let folder: string;
let intake: Intake;
let harbor: Client;
let northgate: Client;

const db = () => database.adminStore().db;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-intake-'));
  await enterExchange(db());
  await enterCatalogue(db(), ['HI-MT1', 'HI-MT2']);
  const kinds = ['holders', 'wages', 'employers'] as const;
  const keys = await Promise.all(
    ['harbor', 'northgate'].map(async (organisation) => {
      const key = await enterOrganisation(db(), organisation, { scopes: ['contribute'], kinds });
      await enterAgreement(db(), organisation);
      return key;
    }),
  );
  intake = await startIntake(
    {
      databaseUrl: new Secret(database.url('intake')),
      queueUrl: { kind: 'postgres', url: new Secret(database.url('queue')) },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'debug',
      vaultFolder: join(folder, 'vault'),
      spoolFolder: join(folder, 'spool'),
      vaultKey: new Secret(new Uint8Array(32).fill(3)),
      memoryLimit: '512MB',
      threads: 2,
      requestsPerMinute: 100_000,
      sweepSeconds: 3600,
      jobLockSeconds: 30,
    },
    {
      clock,
      logger: createLogger({
        name: 'intake',
        level: 'debug',
        destination: { write: (line) => void lines.push(line) },
      }),
    },
  );
  harbor = uploadClient(intake.url, keys[0] ?? '');
  northgate = uploadClient(intake.url, keys[1] ?? '');
});
afterAll(async () => {
  await intake.close();
  await rm(folder, { recursive: true, force: true });
});

const made = (salt: string, subjects = 5): Promise<MadeUpload> => makeUpload(folder, holders(subjects, salt));
const spooled = async (uploadId: string) =>
  (await readdir(join(folder, 'spool'))).filter((name) => name.startsWith(uploadId));
const inVault = (kind: 'identity' | 'facts') => readdir(join(folder, 'vault', kind));
const row = (uploadId: string) =>
  db()
    .selectFrom('upload')
    .select(['state', 'identity_file', 'facts_file', 'superseded_by'])
    .where('upload_id', '=', uploadId)
    .executeTakeFirstOrThrow();
const auditOf = async (subject: string) =>
  (
    await db()
      .selectFrom('audit_event')
      .select(['actor', 'action'])
      .where('subject', '=', subject)
      .orderBy('event_no')
      .execute()
  ).map(({ actor, action }) => `${actor.replace(/\/.*/, '')} ${action}`);

/** The same upload with other bytes in one file, and a manifest that tells the truth about them. */
function withFile(upload: MadeUpload, file: 'identity' | 'facts', bytes: Buffer): Promise<MadeUpload> {
  const { manifest } = upload;
  const rows = {
    identity: manifest.files.identity.rows,
    facts: manifest.files.facts.rows,
    subjects: manifest.subjects,
    tokensByRule: manifest.preflight.tokensByRule,
  };
  const files = { identity: upload.identity, facts: upload.facts, [file]: bytes };
  return describeUpload({ kind: manifest.kind }, files, rows, folder);
}

const withManifest = (upload: MadeUpload, change: Partial<MadeUpload['manifest']>): MadeUpload => ({
  ...upload,
  manifest: { ...upload.manifest, ...change },
});

const codeOf = async (response: Response) => Problem.parse(await response.json()).code;

async function refusalOfCreate(client: Client, upload: MadeUpload): Promise<[number, unknown]> {
  const reply = await client.call('POST', '/v1/uploads', { manifest: upload.manifest });
  return [reply.status, Problem.parse(reply.body).code];
}

test('an upload is committed: both files in the vault, the spool empty, the audit trail complete', async () => {
  const upload = await harbor.contribute(await made('happy'));
  expect(upload).toMatchObject({
    organisation: 'harbor',
    kind: 'holders',
    state: 'committed',
    subjects: 5,
    factRows: 5,
    refusal: null,
    quarantined: {},
  });
  const { identity_file, facts_file } = await row(upload.uploadId);
  expect(await inVault('identity')).toContain(`${identity_file}.parquet`);
  expect(await inVault('facts')).toContain(`${facts_file}.parquet`);
  expect(await spooled(upload.uploadId)).toEqual([]);
  expect(await auditOf(upload.uploadId)).toEqual([
    'harbor upload.created',
    'harbor upload.completed',
    'service:intake upload.committed',
  ]);
});

test('the exchange parameters are public', async () => {
  const response = await fetch(`${intake.url}/v1/exchange`);
  expect(await response.json()).toMatchObject({ name: 'Test exchange', keyEpoch: 1 });
});

test('the same file twice is the same upload, before and after it is committed', async () => {
  const file = await made('twice');
  const first = await harbor.create(file);
  expect((await harbor.call('POST', '/v1/uploads', { manifest: file.manifest })).status).toBe(200);
  expect((await harbor.create(file)).uploadId).toBe(first.uploadId);
  await harbor.contribute(file);
  const again = await harbor.call('POST', '/v1/uploads', { manifest: file.manifest });
  expect(again).toMatchObject({ status: 200, body: { uploadId: first.uploadId, state: 'committed' } });
});

test('two uploads of the same file at the same moment are one, committed once', async () => {
  const file = await made('at once', 2000);
  const created = await Promise.all([1, 2, 3, 4].map(() => harbor.create(file)));
  const ids = new Set(created.map((upload) => upload.uploadId));
  expect(ids.size).toBe(1);
  const [uploadId = ''] = ids;
  await harbor.sendAll(uploadId, file);
  await Promise.all([harbor.commit(uploadId), harbor.commit(uploadId)]);
  expect((await harbor.ended(uploadId)).state).toBe('committed');
  expect((await auditOf(uploadId)).filter((line) => line.endsWith('committed'))).toHaveLength(1);
});

test('a file tokenised again while its first upload is incomplete takes its place', async () => {
  const first = await made('again 1');
  const second = withManifest(await made('again 2'), { sourceDigest: first.manifest.sourceDigest });
  const older = await harbor.create(first);
  const newer = await harbor.contribute(second);
  expect(newer.state).toBe('committed');
  expect((await harbor.show(older.uploadId)).state).toBe('withdrawn');
  const late = await harbor.send(older.uploadId, 'identity', 0, Buffer.from(first.identity));
  expect([late.status, await codeOf(late)]).toEqual([409, 'upload_state_forbids']);
});

test('a revised file supersedes the older one in the same transaction', async () => {
  const older = await harbor.contribute(await made('revised 1'));
  const newer = await harbor.contribute(
    withManifest(await made('revised 2'), { supersedes: older.uploadId }),
  );
  expect(newer.state).toBe('committed');
  expect(await harbor.show(older.uploadId)).toMatchObject({
    state: 'superseded',
    supersededBy: newer.uploadId,
  });
  expect((await auditOf(older.uploadId)).at(-1)).toBe('service:intake upload.superseded');
});

test('of two revisions of one file the second to commit is refused', async () => {
  const older = await harbor.contribute(await made('race 0'));
  const revisions = await Promise.all(
    ['race 1', 'race 2'].map(async (salt) => withManifest(await made(salt), { supersedes: older.uploadId })),
  );
  const created = await Promise.all(revisions.map((revision) => harbor.create(revision)));
  for (const [i, { uploadId }] of created.entries()) {
    await harbor.sendAll(uploadId, revisions[i] as MadeUpload);
    await harbor.commit(uploadId);
  }
  const ended = await Promise.all(created.map(({ uploadId }) => harbor.ended(uploadId)));
  expect(ended.map((upload) => upload.state).sort()).toEqual(['committed', 'refused']);
  expect(ended.find((upload) => upload.state === 'refused')?.refusal?.code).toBe('upload_state_forbids');
});

test('an upload can only supersede a committed one of the same organisation and kind', async () => {
  const receiving = await harbor.create(await made('not committed'));
  const foreign = await northgate.contribute(await made('foreign'));
  const file = await made('superseder');
  const refusal = (supersedes: string) => refusalOfCreate(harbor, withManifest(file, { supersedes }));
  expect(await refusal(receiving.uploadId)).toEqual([409, 'upload_state_forbids']);
  expect(await refusal(foreign.uploadId)).toEqual([404, 'not_found']);
  expect(await refusal('00000000-0000-4000-8000-000000000000')).toEqual([404, 'not_found']);
});

test('a withdrawal leaves no file, and another upload of the file is a new one', async () => {
  const file = await made('withdrawn');
  const upload = await harbor.contribute(file);
  const { identity_file, facts_file } = await row(upload.uploadId);
  expect((await harbor.withdraw(upload.uploadId)).state).toBe('withdrawn');
  expect(await inVault('identity')).not.toContain(`${identity_file}.parquet`);
  expect(await inVault('facts')).not.toContain(`${facts_file}.parquet`);
  expect(await row(upload.uploadId)).toMatchObject({ identity_file: null, facts_file: null });
  expect((await harbor.withdraw(upload.uploadId)).state).toBe('withdrawn');
  expect((await harbor.create(file)).uploadId).not.toBe(upload.uploadId);
});

test('an incomplete upload can be withdrawn too, bytes and all', async () => {
  const file = await made('half');
  const { uploadId } = await harbor.create(file);
  await harbor.send(uploadId, 'identity', 0, Buffer.from(file.identity.subarray(0, 100)));
  expect(await spooled(uploadId)).toHaveLength(2);
  await harbor.withdraw(uploadId);
  expect(await spooled(uploadId)).toEqual([]);
});

test('bytes go on where they stopped, and a wrong offset changes nothing', async () => {
  const file = await made('resumed');
  const { uploadId } = await harbor.create(file);
  const half = Math.floor(file.identity.length / 2);
  expect(
    (await harbor.send(uploadId, 'identity', 0, Buffer.from(file.identity.subarray(0, half)))).status,
  ).toBe(204);
  expect(await harbor.offset(uploadId, 'identity')).toBe(half);
  expect(await harbor.show(uploadId)).toMatchObject({
    received: { identity: half, facts: 0 },
    expected: { identity: file.identity.length, facts: file.facts.length },
  });
  expect((await harbor.send(uploadId, 'identity', 0, Buffer.from(file.identity))).status).toBe(409);
  expect(await harbor.offset(uploadId, 'identity')).toBe(half);
  await harbor.sendAll(uploadId, file);
  await harbor.commit(uploadId);
  expect((await harbor.ended(uploadId)).state).toBe('committed');
});

test('a byte more than the manifest says is not taken', async () => {
  const file = await made('longer');
  const { uploadId } = await harbor.create(file);
  const longer = Buffer.concat([file.facts, Buffer.from('x')]);
  const reply = await harbor.send(uploadId, 'facts', 0, longer);
  expect([reply.status, await codeOf(reply)]).toEqual([413, 'body_too_large']);
  expect(await harbor.offset(uploadId, 'facts')).toBe(0);
});

test('an incomplete upload cannot be committed', async () => {
  const file = await made('incomplete');
  const { uploadId } = await harbor.create(file);
  await harbor.send(uploadId, 'identity', 0, Buffer.from(file.identity));
  const reply = await harbor.call('POST', `/v1/uploads/${uploadId}/commit`);
  expect(reply).toMatchObject({ status: 409, body: { code: 'upload_incomplete' } });
  expect((await harbor.show(uploadId)).state).toBe('receiving');
});

test('a manifest that lies about a digest is found out', async () => {
  const file = await made('tampered');
  const tampered = Buffer.from(file.facts);
  tampered[100] = (tampered[100] ?? 0) ^ 1;
  const upload = await harbor.contribute({ ...file, facts: tampered });
  expect(upload.refusal?.code).toBe('manifest_digest_differs');
  expect(await spooled(upload.uploadId)).toEqual([]);
});

test('a manifest that lies about row counts is found out', async () => {
  const file = await made('miscounted');
  const { identity, facts } = file.manifest.files;
  const lie = withManifest(file, { files: { identity, facts: { ...facts, rows: facts.rows + 1 } } });
  expect((await harbor.contribute(lie)).refusal?.code).toBe('manifest_counts_differ');
});

test('a Parquet file that is not one is refused', async () => {
  const file = await withFile(await made('text'), 'facts', Buffer.from('ref,name\n1,Mary\n'));
  expect((await harbor.contribute(file)).refusal).toEqual({
    code: 'parquet_unreadable',
    title: 'A file is not readable Parquet',
  });
});

test('a Parquet file cut short, and one with garbage inside, are refused', async () => {
  const file = await made('cut', 3000);
  const cut = await withFile(file, 'facts', file.facts.subarray(0, file.facts.length - 20));
  expect((await harbor.contribute(cut)).refusal?.code).toBe('parquet_unreadable');
  const garbage = Buffer.from(file.identity);
  garbage.fill(0xa5, 10, Math.floor(garbage.length / 2));
  expect((await harbor.contribute(await withFile(file, 'identity', garbage))).refusal?.code).toBe(
    'parquet_unreadable',
  );
});

test('an extra ssn column is refused', async () => {
  const recipe = holders(3, 'extra');
  const file = await makeUpload(folder, {
    ...recipe,
    facts: `SELECT *, '123-45-6789' AS ssn FROM (${recipe.facts})`,
  });
  expect((await harbor.contribute(file)).refusal?.code).toBe('columns_differ');
});

test('after a refusal the same file can be sent again', async () => {
  const file = await made('mended');
  const refused = await harbor.contribute(withManifest(file, { subjects: 99 }));
  expect(refused.refusal?.code).toBe('manifest_counts_differ');
  const mended = await harbor.contribute(file);
  expect([mended.state, mended.uploadId === refused.uploadId]).toEqual(['committed', false]);
});

test('10,000 unknown credential codes are set aside and counted, never half-loaded', async () => {
  const recipe = holders(10_003, 'unknown codes');
  const facts = `SELECT * REPLACE (if(subject_id < 3, 'HI-MT1', 'ZZ-' || subject_id) AS credential_code) FROM (${recipe.facts})`;
  const upload = await harbor.contribute(await makeUpload(folder, { ...recipe, facts }));
  expect(upload).toMatchObject({ state: 'committed', quarantined: { credential_code_unknown: 10_000 } });
});

test('award dates in 1700 and 2999 are set aside', async () => {
  const recipe = holders(4, 'dates');
  const facts = `SELECT * REPLACE (CASE subject_id WHEN 0 THEN DATE '1700-01-01' WHEN 1 THEN DATE '2999-01-01'
    ELSE award_date END AS award_date) FROM (${recipe.facts})`;
  const upload = await harbor.contribute(await makeUpload(folder, { ...recipe, facts }));
  expect(upload).toMatchObject({ state: 'committed', quarantined: { date_out_of_range: 2 } });
});

test('tokens of another epoch, normaliser major or pack are refused before a byte is sent', async () => {
  const file = await made('other makers');
  const refusal = (change: Partial<MadeUpload['manifest']>) =>
    refusalOfCreate(harbor, withManifest(file, change));
  expect(await refusal({ keyEpoch: 2 })).toEqual([422, 'key_epoch_not_current']);
  expect(await refusal({ normaliserVersion: '99.0.0' })).toEqual([422, 'normaliser_major_not_accepted']);
  expect(await refusal({ pack: { name: 'mine', version: '1' } })).toEqual([422, 'pack_not_accepted']);
});

test('a manifest of another shape is refused by the name of its field', async () => {
  const file = await made('shape');
  const reply = await harbor.call('POST', '/v1/uploads', {
    manifest: { ...file.manifest, ssn: '123-45-6789' },
  });
  expect(reply).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
  expect(JSON.stringify(reply.body)).not.toContain('6789');
});

test('no agreement, no grant for the kind, or an agreement that is not active: nothing is accepted', async () => {
  const key = (organisation: string) =>
    enterOrganisation(db(), organisation, { scopes: ['contribute'], kinds: ['holders'] });
  const file = await made('no agreement');
  const refusal = async (organisation: string, change: Parameters<typeof enterAgreement>[2] | null) => {
    const apiKey = await key(organisation);
    if (change !== null) await enterAgreement(db(), organisation, change);
    return refusalOfCreate(uploadClient(intake.url, apiKey), file);
  };
  expect(await refusal('stranger', null)).toEqual([403, 'agreement_missing']);
  expect(await refusal('wage-only', { kinds: ['wages'] })).toEqual([403, 'grant_missing']);
  expect(await refusal('roi-only', { uses: ['roi'] })).toEqual([403, 'grant_missing']);
  expect(await refusal('suspended', { state: 'suspended' })).toEqual([403, 'agreement_not_active']);
  expect(await refusal('early', { starts: '2026-11-24' })).toEqual([403, 'agreement_not_active']);
  expect(await refusal('late', { expires: '2026-11-22' })).toEqual([403, 'agreement_expired']);
});

test('an agreement holds on its last day to the last second, and not a second longer', async () => {
  const apiKey = await enterOrganisation(db(), 'last-day', { scopes: ['contribute'], kinds: ['holders'] });
  await enterAgreement(db(), 'last-day', { expires: '2026-11-23' });
  const client = uploadClient(intake.url, apiKey);
  const file = await made('last day');
  const noon = clock.now();
  try {
    clock.advance(new Date('2026-11-23T23:59:59.999Z').getTime() - clock.now().getTime());
    const { uploadId } = await client.create(file);
    await client.sendAll(uploadId, file);
    clock.advance(1);
    expect(await refusalOfCreate(client, await made('day after'))).toEqual([403, 'agreement_expired']);
    // What was sent in time is not committed after the end either.
    const late = await client.call('POST', `/v1/uploads/${uploadId}/commit`);
    expect(late).toMatchObject({ status: 403, body: { code: 'agreement_expired' } });
  } finally {
    clock.advance(noon.getTime() - clock.now().getTime());
  }
});

test("another organisation's upload is as unknown as none, whatever is asked of it", async () => {
  const file = await made('mine');
  const { uploadId } = await harbor.create(file);
  const path = `/v1/uploads/${uploadId}`;
  for (const [method, url] of [
    ['GET', path],
    ['POST', `${path}/commit`],
    ['DELETE', path],
  ] as const) {
    const theirs = await northgate.call(method, url);
    const nobodys = await northgate.call(
      method,
      url.replace(uploadId, '00000000-0000-4000-8000-000000000000'),
    );
    expect({ ...Problem.parse(theirs.body), requestId: '' }).toEqual({
      ...Problem.parse(nobodys.body),
      requestId: '',
    });
    expect(theirs.status).toBe(404);
  }
  const bytes = await northgate.send(uploadId, 'identity', 0, Buffer.from(file.identity));
  expect(bytes.status).toBe(404);
  expect(await harbor.offset(uploadId, 'identity')).toBe(0);
  const list = await northgate.call('GET', '/v1/uploads');
  expect(JSON.stringify(list.body)).not.toContain(uploadId);
});

test('an API key opens only what it was made for', async () => {
  const file = await made('keys');
  const evaluator = await enterOrganisation(db(), 'harbor', { scopes: ['evaluate'], kinds: ['holders'] });
  const wagesOnly = await enterOrganisation(db(), 'harbor', { scopes: ['contribute'], kinds: ['wages'] });
  const refusal = (apiKey: string) => refusalOfCreate(uploadClient(intake.url, apiKey), file);
  expect(await refusal(evaluator)).toEqual([403, 'api_key_scope']);
  expect(await refusal(wagesOnly)).toEqual([403, 'api_key_scope']);
  expect(await refusal(`${wagesOnly.slice(0, -1)}${wagesOnly.endsWith('A') ? 'B' : 'A'}`)).toEqual([
    401,
    'api_key_unknown',
  ]);
  expect(await refusal('ck_nonsense')).toEqual([401, 'api_key_unknown']);
  await inTransaction(db(), 'test', (tx) => revokeApiKey(tx, wagesOnly.split('_')[1] ?? '', clock.now()));
  expect(await refusal(wagesOnly)).toEqual([401, 'api_key_unknown']);
  const none = await fetch(`${intake.url}/v1/uploads`);
  expect([none.status, await codeOf(none)]).toEqual([401, 'api_key_missing']);
});

test('a path that leads out of the spool receives nothing', async () => {
  const { uploadId } = await harbor.create(await made('paths'));
  for (const path of [
    `${uploadId}/files/..%2F..%2Fetc`,
    `${uploadId}/files/engine`,
    `..%2F${uploadId}/files/facts`,
  ]) {
    const reply = await harbor.call('PATCH', `/v1/uploads/${path}`);
    expect([400, 404, 415]).toContain(reply.status);
  }
});

test('no log line holds a token, a digest of a source, an API key or a path', async () => {
  const file = await made('logged', 20);
  const upload = await harbor.contribute(file);
  const log = lines.join('');
  expect(log).toContain(upload.uploadId);
  expect(log).not.toContain(file.manifest.sourceDigest);
  expect(log).not.toContain(folder);
  expect(log).not.toMatch(/ck_[0-9a-f]{8}/);
  const tokens = Array.from({ length: 20 }, (_, i) => createHash('md5').update(`logged${i}-1`).digest('hex'));
  expect(tokens.filter((token) => log.includes(token))).toEqual([]);
});
