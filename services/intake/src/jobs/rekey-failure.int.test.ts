import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@credlink/runtime';
import { changeVaultKey, inTransaction, listRekeyFailures, listVaultKeys } from '@credlink/store';
import { expect, test } from 'vitest';
import { holders, makeUpload } from '../../../../test/support/made-upload.ts';
import { runningIntake } from '../../../../test/support/running-intake.ts';

const { db, folder, harbor, row } = runningIntake({
  nextVaultLayerKey: new Secret(new Uint8Array(32).fill(5)),
  sweepSeconds: 1,
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isSo()); attempt++) {
    if (attempt > 400) throw new Error('it did not come to that');
    await sleep(100);
  }
}

const isRetiring = async () => (await listVaultKeys(db())).some(({ state }) => state === 'retiring');

test('an upload that keeps a change of keys from ending is named with what is wrong; mended or withdrawn it is no more', async () => {
  const uploads: string[] = [];
  const damaged: { path: string; bytes: Buffer }[] = [];
  for (const name of ['mended', 'withdrawn']) {
    const made = await makeUpload(folder(), holders(20, name));
    const { uploadId } = await harbor().contribute(made);
    uploads.push(uploadId);
    const path = join(folder(), 'vault', 'identity', `${(await row(uploadId)).identity_file}.parquet`);
    damaged.push({ path, bytes: await readFile(path) });
    await chmod(path, 0o600);
    await writeFile(path, 'no Parquet file');
  }
  await inTransaction(db(), 'test', (tx) => changeVaultKey(tx, new Date()));
  await until(async () => (await listRekeyFailures(db())).length === 2);
  expect(await listRekeyFailures(db())).toEqual(
    expect.arrayContaining(uploads.map((uploadId) => ({ uploadId, organisation: 'harbor', code: 'fault' }))),
  );
  expect(await isRetiring()).toBe(true);

  const [mended, withdrawn] = uploads;
  const [first] = damaged;
  if (first === undefined || withdrawn === undefined) throw new Error('nothing was damaged');
  await writeFile(first.path, first.bytes);
  await until(async () => (await listRekeyFailures(db())).every(({ uploadId }) => uploadId !== mended));
  expect(await isRetiring()).toBe(true);
  await harbor().withdraw(withdrawn);
  await until(async () => !(await isRetiring()));
  expect(await listRekeyFailures(db())).toEqual([]);
  await rm(first.path, { force: true });
});
