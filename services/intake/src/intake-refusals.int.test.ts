import { createHash } from 'node:crypto';
import { Problem } from '@credlink/contracts';
import { inTransaction, revokeApiKey } from '@credlink/store';
import { expect, test } from 'vitest';
import { enterAgreement, enterOrganisation } from '../../../test/support/exchange-rows.ts';
import {
  describeUpload,
  holders,
  type MadeUpload,
  makeUpload,
  withManifest,
} from '../../../test/support/made-upload.ts';
import { runningIntake } from '../../../test/support/running-intake.ts';
import { codeOf, uploadClient } from '../../../test/support/upload-client.ts';

const intake = runningIntake();

const made = (salt: string, subjects = 5): Promise<MadeUpload> =>
  makeUpload(intake.folder(), holders(subjects, salt));

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
  return describeUpload({ kind: manifest.kind }, files, rows, intake.folder());
}

test('a manifest that lies about a digest is found out', async () => {
  const file = await made('tampered');
  const tampered = Buffer.from(file.facts);
  tampered[100] = (tampered[100] ?? 0) ^ 1;
  const upload = await intake.harbor().contribute({ ...file, facts: tampered });
  expect(upload.refusal?.code).toBe('manifest_digest_differs');
  expect(await intake.spooled(upload.uploadId)).toEqual([]);
});

test('a manifest that lies about row counts is found out', async () => {
  const file = await made('miscounted');
  const { identity, facts } = file.manifest.files;
  const lie = withManifest(file, { files: { identity, facts: { ...facts, rows: facts.rows + 1 } } });
  expect((await intake.harbor().contribute(lie)).refusal?.code).toBe('manifest_counts_differ');
});

test('a Parquet file that is not one is refused', async () => {
  const file = await withFile(await made('text'), 'facts', Buffer.from('ref,name\n1,Mary\n'));
  expect((await intake.harbor().contribute(file)).refusal).toEqual({
    code: 'parquet_unreadable',
    title: 'A file is not readable Parquet',
  });
});

test('a Parquet file cut short, and one with garbage inside, are refused', async () => {
  const file = await made('cut', 3000);
  const cut = await withFile(file, 'facts', file.facts.subarray(0, file.facts.length - 20));
  expect((await intake.harbor().contribute(cut)).refusal?.code).toBe('parquet_unreadable');
  const garbage = Buffer.from(file.identity);
  garbage.fill(0xa5, 10, Math.floor(garbage.length / 2));
  expect((await intake.harbor().contribute(await withFile(file, 'identity', garbage))).refusal?.code).toBe(
    'parquet_unreadable',
  );
});

test('an extra ssn column is refused', async () => {
  const recipe = holders(3, 'extra');
  const file = await makeUpload(intake.folder(), {
    ...recipe,
    facts: `SELECT *, '123-45-6789' AS ssn FROM (${recipe.facts})`,
  });
  expect((await intake.harbor().contribute(file)).refusal?.code).toBe('columns_differ');
});

test('after a refusal the same file can be sent again', async () => {
  const file = await made('mended');
  const refused = await intake.harbor().contribute(withManifest(file, { subjects: 4 }));
  expect(refused.refusal?.code).toBe('manifest_counts_differ');
  const mended = await intake.harbor().contribute(file);
  expect([mended.state, mended.uploadId === refused.uploadId]).toEqual(['committed', false]);
});

test('10,000 unknown credential codes are set aside and counted, never half-loaded', async () => {
  const recipe = holders(10_003, 'unknown codes');
  const facts = `SELECT * REPLACE (if(subject_id < 3, 'HI-MT1', 'ZZ-' || subject_id) AS credential_code) FROM (${recipe.facts})`;
  const upload = await intake.harbor().contribute(await makeUpload(intake.folder(), { ...recipe, facts }));
  expect(upload).toMatchObject({ state: 'committed', quarantined: { credential_code_unknown: 10_000 } });
});

test('award dates in 1700 and 2999 are set aside', async () => {
  const recipe = holders(4, 'dates');
  const facts = `SELECT * REPLACE (CASE subject_id WHEN 0 THEN DATE '1700-01-01' WHEN 1 THEN DATE '2999-01-01'
    ELSE award_date END AS award_date) FROM (${recipe.facts})`;
  const upload = await intake.harbor().contribute(await makeUpload(intake.folder(), { ...recipe, facts }));
  expect(upload).toMatchObject({ state: 'committed', quarantined: { date_out_of_range: 2 } });
});

test('tokens of another epoch, normaliser major or pack are refused before a byte is sent', async () => {
  const file = await made('other makers');
  const refusal = (change: Partial<MadeUpload['manifest']>) =>
    intake.harbor().refusalOfCreate(withManifest(file, change));
  expect(await refusal({ keyEpoch: 2 })).toEqual([422, 'key_epoch_not_current']);
  expect(await refusal({ normaliserVersion: '99.0.0' })).toEqual([422, 'normaliser_major_not_accepted']);
  expect(await refusal({ pack: { name: 'mine', version: '1.0.0' } })).toEqual([422, 'pack_not_accepted']);
});

test('a manifest of another shape is refused by the name of its field', async () => {
  const file = await made('shape');
  const reply = await intake.harbor().call('POST', '/v1/uploads', {
    manifest: { ...file.manifest, ssn: '123-45-6789' },
  });
  expect(reply).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
  expect(JSON.stringify(reply.body)).not.toContain('6789');
});

test('a manifest that grows with something is not read', async () => {
  const file = await made('long');
  const reply = await intake.harbor().call('POST', '/v1/uploads', {
    manifest: { ...file.manifest, more: 'x'.repeat(64 * 1024) },
  });
  expect(reply).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
});

test('no agreement, no grant for the kind, or an agreement that is not active: nothing is accepted', async () => {
  const key = (organisation: string) =>
    enterOrganisation(intake.db(), organisation, { scopes: ['contribute'], kinds: ['holders'] });
  const file = await made('no agreement');
  const refusal = async (organisation: string, change: Parameters<typeof enterAgreement>[2] | null) => {
    const apiKey = await key(organisation);
    if (change !== null) await enterAgreement(intake.db(), organisation, change);
    return uploadClient(intake.url(), apiKey).refusalOfCreate(file);
  };
  expect(await refusal('stranger', null)).toEqual([403, 'agreement_missing']);
  expect(await refusal('wage-only', { kinds: ['wages'] })).toEqual([403, 'grant_missing']);
  expect(await refusal('roi-only', { uses: ['roi'] })).toEqual([403, 'grant_missing']);
  expect(await refusal('suspended', { state: 'suspended' })).toEqual([403, 'agreement_not_active']);
  expect(await refusal('early', { starts: '2026-11-24' })).toEqual([403, 'agreement_not_active']);
  expect(await refusal('late', { expires: '2026-11-22' })).toEqual([403, 'agreement_expired']);
});

test('an agreement holds on its last day to the last second, and not a second longer', async () => {
  const apiKey = await enterOrganisation(intake.db(), 'last-day', {
    scopes: ['contribute'],
    kinds: ['holders'],
  });
  await enterAgreement(intake.db(), 'last-day', { expires: '2026-11-23' });
  const client = uploadClient(intake.url(), apiKey);
  const file = await made('last day');
  const noon = intake.clock.now();
  try {
    intake.clock.advance(new Date('2026-11-23T23:59:59.999Z').getTime() - intake.clock.now().getTime());
    const { uploadId } = await client.create(file);
    await client.sendAll(uploadId, file);
    intake.clock.advance(1);
    expect(await client.refusalOfCreate(await made('day after'))).toEqual([403, 'agreement_expired']);
    // What was sent in time is not committed after the end either.
    const late = await client.call('POST', `/v1/uploads/${uploadId}/commit`);
    expect(late).toMatchObject({ status: 403, body: { code: 'agreement_expired' } });
  } finally {
    intake.clock.advance(noon.getTime() - intake.clock.now().getTime());
  }
});

test("another organisation's upload is as unknown as none, whatever is asked of it", async () => {
  const file = await made('mine');
  const { uploadId } = await intake.harbor().create(file);
  const path = `/v1/uploads/${uploadId}`;
  for (const [method, url] of [
    ['GET', path],
    ['POST', `${path}/commit`],
    ['DELETE', path],
  ] as const) {
    const theirs = await intake.northgate().call(method, url);
    const nobodys = await intake
      .northgate()
      .call(method, url.replace(uploadId, '00000000-0000-4000-8000-000000000000'));
    expect({ ...Problem.parse(theirs.body), requestId: '' }).toEqual({
      ...Problem.parse(nobodys.body),
      requestId: '',
    });
    expect(theirs.status).toBe(404);
  }
  const bytes = await intake.northgate().send(uploadId, 'identity', 0, Buffer.from(file.identity));
  expect(bytes.status).toBe(404);
  expect(await intake.harbor().offset(uploadId, 'identity')).toBe(0);
  const list = await intake.northgate().call('GET', '/v1/uploads');
  expect(JSON.stringify(list.body)).not.toContain(uploadId);
});

test('an API key opens only what it was made for', async () => {
  const file = await made('keys');
  const evaluator = await enterOrganisation(intake.db(), 'harbor', {
    scopes: ['evaluate'],
    kinds: ['holders'],
  });
  const wagesOnly = await enterOrganisation(intake.db(), 'harbor', {
    scopes: ['contribute'],
    kinds: ['wages'],
  });
  const refusal = (apiKey: string) => uploadClient(intake.url(), apiKey).refusalOfCreate(file);
  expect(await refusal(evaluator)).toEqual([403, 'api_key_scope']);
  expect(await refusal(wagesOnly)).toEqual([403, 'api_key_scope']);
  expect(await refusal(`${wagesOnly.slice(0, -1)}${wagesOnly.endsWith('A') ? 'B' : 'A'}`)).toEqual([
    401,
    'api_key_unknown',
  ]);
  expect(await refusal('ck_nonsense')).toEqual([401, 'api_key_unknown']);
  await inTransaction(intake.db(), 'test', (tx) =>
    revokeApiKey(tx, wagesOnly.split('_')[1] ?? '', intake.clock.now()),
  );
  expect(await refusal(wagesOnly)).toEqual([401, 'api_key_unknown']);
  const none = await fetch(`${intake.url()}/v1/uploads`);
  expect([none.status, await codeOf(none)]).toEqual([401, 'api_key_missing']);
});

test('a path that leads out of the spool receives nothing', async () => {
  const { uploadId } = await intake.harbor().create(await made('paths'));
  for (const path of [
    `${uploadId}/files/..%2F..%2Fetc`,
    `${uploadId}/files/engine`,
    `..%2F${uploadId}/files/facts`,
  ]) {
    const reply = await intake.harbor().call('PATCH', `/v1/uploads/${path}`);
    expect([400, 404, 415]).toContain(reply.status);
  }
});

test('no log line holds a token, a digest of a source, an API key or a path', async () => {
  const file = await made('logged', 20);
  const upload = await intake.harbor().contribute(file);
  const log = intake.lines.join('');
  expect(log).toContain(upload.uploadId);
  expect(log).not.toContain(file.manifest.sourceDigest);
  expect(log).not.toContain(intake.folder());
  expect(log).not.toMatch(/ck_[0-9a-f]{8}/);
  const tokens = Array.from({ length: 20 }, (_, i) => createHash('md5').update(`logged${i}-1`).digest('hex'));
  expect(tokens.filter((token) => log.includes(token))).toEqual([]);
});
