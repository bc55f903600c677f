import { describe, expect, test } from 'vitest';
import { holders, type MadeUpload, makeUpload, withManifest } from '../../../test/support/made-upload.ts';
import { runningIntake } from '../../../test/support/running-intake.ts';

const GIB = 1024 ** 3;

/** The same upload, announced as larger than it is. */
function announcedAs(made: MadeUpload, gib: number): MadeUpload {
  const { identity, facts } = made.manifest.files;
  return withManifest(made, { files: { identity, facts: { ...facts, bytes: gib * GIB - identity.bytes } } });
}

describe('an intake that takes three unfinished uploads and 4 GiB of one organisation', () => {
  const intake = runningIntake({ maxOpenUploads: 3, maxOpenGib: 4 });
  const made = (salt: string) => makeUpload(intake.folder(), holders(3, salt));
  const withdrawAll = async (uploadIds: readonly string[]) => {
    for (const uploadId of uploadIds) await intake.harbor().withdraw(uploadId);
  };

  test('of many asked for at the same moment three are entered; one that is withdrawn makes room', async () => {
    const files = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(made));
    const replies = await Promise.all(
      files.map(({ manifest }) => intake.harbor().call('POST', '/v1/uploads', { manifest })),
    );
    const entered = replies.flatMap(({ status, body }) =>
      status === 201 ? [(body as { uploadId: string }).uploadId] : [],
    );
    expect(entered).toHaveLength(3);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(3);
    const late = await made('g');
    expect(await intake.harbor().refusalOfCreate(late)).toEqual([429, 'quota_exceeded']);
    // One organisation's uploads take no room of another's.
    expect((await intake.northgate().create(late)).state).toBe('receiving');
    await intake.harbor().withdraw(entered[0] ?? '');
    const { uploadId } = await intake.harbor().create(late);
    await withdrawAll([...entered.slice(1), uploadId]);
  });

  test('4 GiB are announced in all, and not a byte more', async () => {
    const first = await intake.harbor().create(announcedAs(await made('h'), 3));
    expect(await intake.harbor().refusalOfCreate(announcedAs(await made('i'), 1 + 1 / GIB))).toEqual([
      429,
      'quota_exceeded',
    ]);
    const second = await intake.harbor().create(announcedAs(await made('j'), 1));
    await withdrawAll([first.uploadId, second.uploadId]);
  });

  test('a file tokenised again takes the place of its first upload, however large', async () => {
    const first = announcedAs(await made('k'), 4);
    const older = await intake.harbor().create(first);
    const again = announcedAs(await made('l'), 4);
    const newer = await intake
      .harbor()
      .create(withManifest(again, { sourceDigest: first.manifest.sourceDigest }));
    expect(newer.uploadId).not.toBe(older.uploadId);
    await withdrawAll([newer.uploadId]);
  });
});

describe('an intake that keeps more of its disk free than there is', () => {
  const intake = runningIntake({ spoolReserveGib: 1_000_000 });

  test('puts every upload off', async () => {
    const file = await makeUpload(intake.folder(), holders(3));
    expect(await intake.harbor().refusalOfCreate(file)).toEqual([503, 'service_unavailable']);
  });
});
