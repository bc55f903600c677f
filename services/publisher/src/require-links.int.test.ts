import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaultView } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireLinks } from './require-links.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-links-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('a release whose links were swept is refused, not at fault', async () => {
  const vault = await vaultView(home, ['facts', 'links', 'release', 'ledger']);
  const path = vault.newPath('links');
  await writeFile(path, 'links');
  const kept = await vault.put('links', path);
  await expect(requireLinks(vault, kept)).resolves.toBeUndefined();
  await expect(requireLinks(vault, 'a'.repeat(64))).rejects.toMatchObject({
    kind: 'rejected',
    code: 'nothing_to_release',
  });
  await expect(requireLinks(vault, 'no digest')).rejects.toMatchObject({ code: 'vault_path_refused' });
});
