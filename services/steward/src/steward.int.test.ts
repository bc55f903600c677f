import { expect, test } from 'vitest';
import { enterOrganisation, harborCatalogue } from '../../../test/support/exchange-rows.ts';
import { HARBOR, HARBOR_AGREEMENT, refused, runningSteward } from '../../../test/support/running-steward.ts';

const { call, clock, database, db, lines, trailOf } = runningSteward();
const AT = '2026-11-23T12:00:00.000Z';

test('organisations are entered, changed and listed, and each change is in the trail', async () => {
  expect(await call('PUT', '/v1/organisations/harbor', HARBOR)).toEqual({ status: 200, body: HARBOR });
  const renamed = { ...HARBOR, name: 'Harbor Council' };
  await call('PUT', '/v1/organisations/harbor', renamed);
  expect((await call('GET', '/v1/organisations/harbor')).body).toEqual(renamed);
  expect((await call('GET', '/v1/organisations')).body).toEqual({
    organisations: [{ organisation: 'alliance', name: 'State alliance', kind: 'steward' }, renamed],
  });
  expect(await trailOf('harbor')).toEqual(['organisation.put', 'organisation.put']);
  expect(await call('GET', '/v1/organisations/nobody')).toMatchObject(refused(404, 'not_found'));
  expect(await call('PUT', '/v1/organisations/other', HARBOR)).toMatchObject(refused(400, 'request_invalid'));
});

test('an API key is shown once, works at once, and not after it is revoked', async () => {
  await call('PUT', '/v1/organisations/harbor', HARBOR);
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
  await call('PUT', '/v1/organisations/harbor', HARBOR);
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
  await call('PUT', '/v1/organisations/harbor', HARBOR);
  expect(await call('PUT', '/v1/agreements/AG-1', HARBOR_AGREEMENT)).toEqual({
    status: 200,
    body: HARBOR_AGREEMENT,
  });
  const suspended = { ...HARBOR_AGREEMENT, state: 'suspended', destroyBy: '2027-06-30' };
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
  const other = { ...HARBOR_AGREEMENT, agreementId: 'AG-2' };
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
  const first = await put(harborCatalogue('A', 'B'));
  expect(first).toEqual({
    status: 200,
    body: { catalogueSha256: expect.stringMatching(/^[0-9a-f]{64}$/), credentials: 2, createdAt: AT },
  });
  const { credentials, source_coverage } = harborCatalogue('A', 'B');
  expect((await put({ source_coverage, credentials })).body).toEqual(first.body);
  expect(await trailOf(String(first.body.catalogueSha256))).toEqual(['catalogue.put']);
  clock.advance(1000);
  const second = await put(harborCatalogue('A', 'B', 'C'));
  expect(second.body.credentials).toBe(3);
  expect((await call('GET', '/v1/catalogue')).body).toEqual(second.body);
  expect(await put(harborCatalogue('A', 'B'))).toMatchObject(refused(409, 'conflict'));
  expect(await put(harborCatalogue('A', 'A'))).toMatchObject(refused(422, 'catalogue_invalid'));
});

test('the audit trail is read in pages, oldest first, and names who did it', async () => {
  const first = (await call('GET', '/v1/audit-events?limit=3')).body.events as Record<string, unknown>[];
  expect(first.map((event) => [event.actor, event.action])).toEqual([
    ['service:bootstrap', 'exchange.created'],
    ['service:bootstrap', 'organisation.put'],
    ['service:bootstrap', 'api_key.created'],
  ]);
  await call('PUT', '/v1/organisations/late', { ...HARBOR, organisation: 'late' });
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

test('no log line holds an API key', () => {
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toMatch(/ck_[0-9a-f]{8}/);
});
