import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimTempFolder } from './temp-folder.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-temp-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what a killed process spilled is gone when the next one starts, and only that', async () => {
  for (const name of ['linker', 'publisher']) {
    await mkdir(join(folder, name, 'engine-1'), { recursive: true });
    await writeFile(join(folder, name, 'engine-1', 'spilled'), 'rows');
  }
  const { path } = await claimTempFolder(folder, 'linker');
  expect(path).toBe(join(folder, 'linker'));
  expect(await readdir(folder)).toEqual(['publisher']);
});

test('without a setting two processes have folders of their own, which they take away', async () => {
  const [first, second] = [
    await claimTempFolder(undefined, 'linker'),
    await claimTempFolder(undefined, 'linker'),
  ];
  expect(first.path).not.toBe(second.path);
  await first.remove();
  await second.remove();
  await expect(stat(first.path)).rejects.toThrow('ENOENT');
});
