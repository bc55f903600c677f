import { rm } from 'node:fs/promises';
import { AppError } from '@credlink/contracts';
import { listReferencedFiles, lockVaultReferences } from '@credlink/store';
import type { IntakeContext } from './context.ts';

type VaultFiles = { readonly identity: string; readonly facts: string };

/**
 * Removes the vault files of a withdrawn upload, unless another upload refers to the same content. The lock keeps
 * commits from referring to a file between the look and the removal. Where it is interrupted the sweeper of
 * unreferenced files does the rest.
 */
export async function removeVaultFiles(
  { db, vault }: Pick<IntakeContext, 'db' | 'vault'>,
  files: VaultFiles | null,
): Promise<void> {
  if (files === null) return;
  await db.transaction().execute(async (tx) => {
    await lockVaultReferences(tx);
    for (const kind of ['identity', 'facts'] as const) {
      const referenced = await listReferencedFiles(tx, `${kind}_file`);
      const path = referenced.has(files[kind]) ? null : await vault.pathOf(kind, files[kind]).catch(absent);
      if (path !== null) await rm(path, { force: true });
    }
  });
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'vault_file_missing') return null;
  throw error;
}
