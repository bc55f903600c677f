import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openHome, removeHome } from './home.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test('forgetting an exchange leaves what else lies in its folder', async () => {
  const home = await openHome(folder);
  await mkdir(join(folder, 'receipts'));
  await writeFile(home.secrets, '{}');
  await writeFile(home.log, '');
  await writeFile(join(home.vault, 'facts'), '');
  await mkdir(home.sample);
  await removeHome(folder);
  expect(await readdir(folder)).toEqual(['receipts']);
});

test('where no exchange was started, forgetting it removes nothing', async () => {
  await mkdir(join(folder, 'vault'));
  await writeFile(join(folder, 'vault', 'mine'), '');
  await removeHome(folder);
  expect(await readdir(join(folder, 'vault'))).toEqual(['mine']);
});
