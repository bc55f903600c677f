import { listReferencedFiles, lockVaultReferences } from '@credlink/store';
import type { IntakeContext } from './context.ts';

/**
 * Removes every vault file that no upload names, however young, and what interrupted writers left. A commit or a change
 * of keys under way elsewhere then finds its file gone and writes it again, under the keys that are current by then.
 *
 * @param tx at READ COMMITTED; no upload names another file before it ends
 */
export async function removeUnnamedFiles(
  { vault }: Pick<IntakeContext, 'vault'>,
  tx: Parameters<typeof lockVaultReferences>[0],
): Promise<void> {
  await lockVaultReferences(tx);
  for (const kind of ['identity', 'facts'] as const) {
    await vault.removeUnreferenced(kind, await listReferencedFiles(tx, `${kind}_file`), 'of-any-age');
  }
}
