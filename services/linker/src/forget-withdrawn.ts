import { rm } from 'node:fs/promises';
import { AppError } from '@credlink/contracts';
import { inTransaction, listLinksFiles, listLinksOfWithdrawn, replaceLinks } from '@credlink/store';
import { openEngine, quoteText, writeParquet } from '@credlink/vault';
import type { LinkerContext } from './context.ts';

/**
 * Claim: once a sweep has passed after a withdrawal no file of the vault says of a subject of the upload whose person
 * it was. Links that are still needed are written anew without them, in the same transaction in which the run stops
 * naming the upload; then the old file is removed. Not claimed: that a release readers saw forgets anything, or that
 * links a release is being built from change under it: they wait for it.
 *
 * Safe to die anywhere: what was not done the next sweep does.
 *
 * @returns links files written anew
 */
export async function forgetWithdrawn(context: LinkerContext): Promise<number> {
  const { db, vault } = context;
  let forgotten = 0;
  for (const run of await listLinksOfWithdrawn(db)) {
    const path = await vault.pathOf('links', run.linksFile).catch(nullIfGone);
    if (path === null) continue;
    const target = vault.newPath('links');
    const engine = await openEngine({ ...context.engine, folders: vault.folders });
    try {
      const withdrawn = run.uploadIds.map((uploadId) => `${quoteText(uploadId)}::UUID`).join(', ');
      await writeParquet(engine, {
        query: `SELECT upload_id, subject_id, person_id, posterior FROM read_parquet(${quoteText(path)}) WHERE upload_id NOT IN (${withdrawn})`,
        target,
        orderBy: ['upload_id', 'subject_id'],
      });
    } finally {
      await engine.close();
    }
    const linksFile = await vault.put('links', target);
    const isReplaced = await inTransaction(db, 'forget-withdrawn', (tx) => replaceLinks(tx, run, linksFile));
    if (!isReplaced) continue;
    if (linksFile !== run.linksFile && !(await listLinksFiles(db)).has(run.linksFile)) {
      await rm(path, { force: true });
    }
    forgotten += 1;
  }
  return forgotten;
}

function nullIfGone(error: unknown): null {
  if (error instanceof AppError && error.code === 'vault_file_missing') return null;
  throw error;
}
