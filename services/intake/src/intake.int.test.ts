import { expect, test } from 'vitest';
import { holders, type MadeUpload, makeUpload, withManifest } from '../../../test/support/made-upload.ts';
import { runningIntake } from '../../../test/support/running-intake.ts';
import { codeOf } from '../../../test/support/upload-client.ts';

const intake = runningIntake();

const made = (salt: string, subjects = 5): Promise<MadeUpload> =>
  makeUpload(intake.folder(), holders(subjects, salt));

test('an upload is committed: both files in the vault, the spool empty, the audit trail complete', async () => {
  const upload = await intake.harbor().contribute(await made('happy'));
  expect(upload).toMatchObject({
    organisation: 'harbor',
    kind: 'holders',
    state: 'committed',
    subjects: 5,
    factRows: 5,
    refusal: null,
    quarantined: {},
  });
  const { identity_file, facts_file } = await intake.row(upload.uploadId);
  expect(await intake.inVault('identity')).toContain(`${identity_file}.parquet`);
  expect(await intake.inVault('facts')).toContain(`${facts_file}.parquet`);
  expect(await intake.spooled(upload.uploadId)).toEqual([]);
  expect(await intake.auditOf(upload.uploadId)).toEqual([
    'harbor upload.created',
    'harbor upload.completed',
    'service:intake upload.committed',
  ]);
});

test('the exchange parameters are public', async () => {
  const response = await fetch(`${intake.url()}/v1/exchange`);
  expect(await response.json()).toMatchObject({ name: 'Test exchange', keyEpoch: 1 });
});

test('the same file twice is the same upload, before and after it is committed', async () => {
  const file = await made('twice');
  const first = await intake.harbor().create(file);
  expect((await intake.harbor().call('POST', '/v1/uploads', { manifest: file.manifest })).status).toBe(200);
  expect((await intake.harbor().create(file)).uploadId).toBe(first.uploadId);
  await intake.harbor().contribute(file);
  const again = await intake.harbor().call('POST', '/v1/uploads', { manifest: file.manifest });
  expect(again).toMatchObject({ status: 200, body: { uploadId: first.uploadId, state: 'committed' } });
});

test('two uploads of the same file at the same moment are one, committed once', async () => {
  const file = await made('at once', 2000);
  const created = await Promise.all([1, 2, 3, 4].map(() => intake.harbor().create(file)));
  const ids = new Set(created.map((upload) => upload.uploadId));
  expect(ids.size).toBe(1);
  const [uploadId = ''] = ids;
  await intake.harbor().sendAll(uploadId, file);
  await Promise.all([intake.harbor().commit(uploadId), intake.harbor().commit(uploadId)]);
  expect((await intake.harbor().ended(uploadId)).state).toBe('committed');
  expect((await intake.auditOf(uploadId)).filter((line) => line.endsWith('committed'))).toHaveLength(1);
});

test('a file tokenised again while its first upload is incomplete takes its place', async () => {
  const first = await made('again 1');
  const second = withManifest(await made('again 2'), { sourceDigest: first.manifest.sourceDigest });
  const older = await intake.harbor().create(first);
  const newer = await intake.harbor().contribute(second);
  expect(newer.state).toBe('committed');
  expect((await intake.harbor().show(older.uploadId)).state).toBe('withdrawn');
  const late = await intake.harbor().send(older.uploadId, 'identity', 0, Buffer.from(first.identity));
  expect([late.status, await codeOf(late)]).toEqual([409, 'upload_state_forbids']);
});

test('a revised file supersedes the older one in the same transaction', async () => {
  const older = await intake.harbor().contribute(await made('revised 1'));
  const newer = await intake
    .harbor()
    .contribute(withManifest(await made('revised 2'), { supersedes: older.uploadId }));
  expect(newer.state).toBe('committed');
  expect(await intake.harbor().show(older.uploadId)).toMatchObject({
    state: 'superseded',
    supersededBy: newer.uploadId,
  });
  expect((await intake.auditOf(older.uploadId)).at(-1)).toBe('service:intake upload.superseded');
});

test('of two revisions of one file the second to commit is refused', async () => {
  const older = await intake.harbor().contribute(await made('race 0'));
  const revisions = await Promise.all(
    ['race 1', 'race 2'].map(async (salt) => withManifest(await made(salt), { supersedes: older.uploadId })),
  );
  const created = await Promise.all(revisions.map((revision) => intake.harbor().create(revision)));
  for (const [i, { uploadId }] of created.entries()) {
    await intake.harbor().sendAll(uploadId, revisions[i] as MadeUpload);
    await intake.harbor().commit(uploadId);
  }
  const ended = await Promise.all(created.map(({ uploadId }) => intake.harbor().ended(uploadId)));
  expect(ended.map((upload) => upload.state).sort()).toEqual(['committed', 'refused']);
  expect(ended.find((upload) => upload.state === 'refused')?.refusal?.code).toBe('upload_state_forbids');
});

test('an upload can only supersede a committed one of the same organisation and kind', async () => {
  const receiving = await intake.harbor().create(await made('not committed'));
  const foreign = await intake.northgate().contribute(await made('foreign'));
  const file = await made('superseder');
  const refusal = (supersedes: string) => intake.harbor().refusalOfCreate(withManifest(file, { supersedes }));
  expect(await refusal(receiving.uploadId)).toEqual([409, 'upload_state_forbids']);
  expect(await refusal(foreign.uploadId)).toEqual([404, 'not_found']);
  expect(await refusal('00000000-0000-4000-8000-000000000000')).toEqual([404, 'not_found']);
});

test('a withdrawal leaves no file, and another upload of the file is a new one', async () => {
  const file = await made('withdrawn');
  const upload = await intake.harbor().contribute(file);
  const { identity_file, facts_file } = await intake.row(upload.uploadId);
  expect((await intake.harbor().withdraw(upload.uploadId)).state).toBe('withdrawn');
  expect(await intake.inVault('identity')).not.toContain(`${identity_file}.parquet`);
  expect(await intake.inVault('facts')).not.toContain(`${facts_file}.parquet`);
  expect(await intake.row(upload.uploadId)).toMatchObject({ identity_file: null, facts_file: null });
  expect((await intake.harbor().withdraw(upload.uploadId)).state).toBe('withdrawn');
  expect((await intake.harbor().create(file)).uploadId).not.toBe(upload.uploadId);
});

test('an incomplete upload can be withdrawn too, bytes and all', async () => {
  const file = await made('half');
  const { uploadId } = await intake.harbor().create(file);
  await intake.harbor().send(uploadId, 'identity', 0, Buffer.from(file.identity.subarray(0, 100)));
  expect(await intake.spooled(uploadId)).toHaveLength(2);
  await intake.harbor().withdraw(uploadId);
  expect(await intake.spooled(uploadId)).toEqual([]);
});

test('bytes go on where they stopped, and a wrong offset changes nothing', async () => {
  const file = await made('resumed');
  const { uploadId } = await intake.harbor().create(file);
  const half = Math.floor(file.identity.length / 2);
  expect(
    (await intake.harbor().send(uploadId, 'identity', 0, Buffer.from(file.identity.subarray(0, half))))
      .status,
  ).toBe(204);
  expect(await intake.harbor().offset(uploadId, 'identity')).toBe(half);
  expect(await intake.harbor().show(uploadId)).toMatchObject({
    received: { identity: half, facts: 0 },
    expected: { identity: file.identity.length, facts: file.facts.length },
  });
  expect((await intake.harbor().send(uploadId, 'identity', 0, Buffer.from(file.identity))).status).toBe(409);
  expect(await intake.harbor().offset(uploadId, 'identity')).toBe(half);
  await intake.harbor().sendAll(uploadId, file);
  await intake.harbor().commit(uploadId);
  expect((await intake.harbor().ended(uploadId)).state).toBe('committed');
});

test('a byte more than the manifest says is not taken', async () => {
  const file = await made('longer');
  const { uploadId } = await intake.harbor().create(file);
  const longer = Buffer.concat([file.facts, Buffer.from('x')]);
  const reply = await intake.harbor().send(uploadId, 'facts', 0, longer);
  expect([reply.status, await codeOf(reply)]).toEqual([413, 'body_too_large']);
  expect(await intake.harbor().offset(uploadId, 'facts')).toBe(0);
});

test('an incomplete upload cannot be committed', async () => {
  const file = await made('incomplete');
  const { uploadId } = await intake.harbor().create(file);
  await intake.harbor().send(uploadId, 'identity', 0, Buffer.from(file.identity));
  const reply = await intake.harbor().call('POST', `/v1/uploads/${uploadId}/commit`);
  expect(reply).toMatchObject({ status: 409, body: { code: 'upload_incomplete' } });
  expect((await intake.harbor().show(uploadId)).state).toBe('receiving');
});
