import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, expectTypeOf, test } from 'vitest';
import { type Vault, vaultView } from './vault.ts';

let home: string;
let vault: Vault<'identity' | 'links'>;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-vault-test-'));
  vault = await vaultView(home, ['identity', 'links']);
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function putText(text: string): Promise<string> {
  const path = vault.newPath('identity');
  await writeFile(path, text);
  return vault.put('identity', path);
}

test('a file is found under the digest of its content, and cannot be written to', async () => {
  const digest = await putText('content');
  expect(digest).toBe(createHash('sha256').update('content').digest('hex'));
  const path = await vault.pathOf('identity', digest);
  expect(basename(path)).toBe(`${digest}.parquet`);
  expect((await stat(path)).mode & 0o777).toBe(0o400);
  expect(await readdir(join(home, 'identity'))).toEqual([`${digest}.parquet`]);
});

test('the same content twice is one file', async () => {
  expect(await putText('content')).toBe(await putText('content'));
  expect(await readdir(join(home, 'identity'))).toHaveLength(1);
});

test('a file from elsewhere is taken over', async () => {
  const elsewhere = join(home, 'made-here');
  await writeFile(elsewhere, 'content');
  const digest = await vault.put('links', elsewhere);
  expect(await stat(await vault.pathOf('links', digest))).toBeDefined();
  expect(await stat(elsewhere).catch(() => null)).toBeNull();
});

test('an unknown digest is missing, and a name that is no digest is refused', async () => {
  await expect(vault.pathOf('identity', 'a'.repeat(64))).rejects.toMatchObject({
    code: 'vault_file_missing',
  });
  await expect(vault.pathOf('identity', '../facts/x')).rejects.toMatchObject({ code: 'vault_path_refused' });
});

test('a view has no way to another kind: neither by its types nor by force', async () => {
  expectTypeOf(vault.pathOf).parameter(0).toEqualTypeOf<'identity' | 'links'>();
  // @ts-expect-error facts is not part of this view
  await expect(vault.pathOf('facts', 'a'.repeat(64))).rejects.toMatchObject({ code: 'vault_path_refused' });
  // @ts-expect-error facts is not part of this view
  expect(() => vault.newPath('facts')).toThrow('has no part in the facts files');
  expect(await readdir(home)).toEqual(['identity', 'links']);
});

test('the sweeper removes old files no row refers to, and nothing else', async () => {
  const kept = await putText('kept');
  const orphan = await putText('orphan');
  const fresh = await putText('fresh');
  const abandoned = vault.newPath('identity');
  await writeFile(abandoned, 'half');
  const old = new Date(Date.now() - 3_600_000);
  for (const path of [
    await vault.pathOf('identity', kept),
    await vault.pathOf('identity', orphan),
    abandoned,
  ]) {
    await utimes(path, old, old);
  }
  const removed = await vault.removeUnreferenced('identity', new Set([kept]), new Date(Date.now() - 60_000));
  expect(removed).toBe(2);
  expect((await readdir(join(home, 'identity'))).sort()).toEqual(
    [`${fresh}.parquet`, `${kept}.parquet`].sort(),
  );
});

test('putting an orphan again makes it new to the sweeper', async () => {
  const digest = await putText('content');
  const old = new Date(Date.now() - 3_600_000);
  await utimes(await vault.pathOf('identity', digest), old, old);
  await putText('content');
  expect(await vault.removeUnreferenced('identity', new Set(), new Date(Date.now() - 60_000))).toBe(0);
});
