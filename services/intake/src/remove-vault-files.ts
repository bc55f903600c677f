import { rm } from 'node:fs/promises';
import { AppError } from '@credlink/contracts';
import { listReferencedFiles } from '@credlink/store';
import type { IntakeContext } from './context.ts';

/**
 * Removes the vault files of a withdrawn upload, unless another upload refers to the same content. Where it is
 * interrupted the sweeper of unreferenced files does the rest.
 */
export async function removeVaultFiles(
  { db, vault }: Pick<IntakeContext, 'db' | 'vault'>,
  files: { readonly identity: string; readonly facts: string } | null,
): Promise<void> {
  if (files === null) return;
  for (const kind of ['identity', 'facts'] as const) {
    const referenced = await listReferencedFiles(db, `${kind}_file`);
    if (referenced.has(files[kind])) continue;
    const path = await vault.pathOf(kind, files[kind]).catch(absent);
    if (path !== null) await rm(path, { force: true });
  }
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'vault_file_missing') return null;
  throw error;
}
