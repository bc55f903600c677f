import {
  findAnyUpload,
  insertAuditEvent,
  inTransaction,
  listReferencedFiles,
  listUploadIds,
  lockVaultReferences,
  withdrawUpload,
} from '@credlink/store';
import { INTAKE_ACTOR, type IntakeContext } from '../context.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** An upload nobody has sent a byte of for a week is given up; its contributor can start it again. */
export const ABANDONED_AFTER_HOURS = 7 * 24;

/**
 * Vault files younger than this may belong to a commit under way. A commit names its files within seconds of
 * writing them, and the file that is being written is renewed by every write.
 */
export const UNREFERENCED_AFTER_HOURS = 24;

/** Removes what nothing refers to: abandoned uploads, spooled files of ended uploads, vault files without a row. */
export async function sweepLeftovers(context: IntakeContext): Promise<void> {
  const { clock, events } = context;
  const now = clock.now().getTime();
  const hoursAgo = (hours: number): Date => new Date(now - hours * HOUR_MILLISECONDS);
  await abandonUploads(context, hoursAgo(ABANDONED_AFTER_HOURS));
  const spool = await clearSpool(context);
  const { identity, facts } = await clearVault(context, hoursAgo(UNREFERENCED_AFTER_HOURS));
  if (spool + identity + facts > 0) events.leftoversRemoved({ spool, identity, facts });
}

async function abandonUploads(context: IntakeContext, before: Date): Promise<void> {
  const { db, clock, events, spool } = context;
  const lastBytes = await spool.list();
  for (const uploadId of await listUploadIds(db, 'receiving', before)) {
    if ((lastBytes.get(uploadId) ?? before) > before) continue;
    const at = clock.now();
    const isAbandoned = await inTransaction(db, 'abandon-upload', async (tx) => {
      if (!(await withdrawUpload(tx, uploadId, at))) return false;
      await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'upload.withdrawn', subject: uploadId, at });
      return true;
    });
    if (!isAbandoned) continue;
    await spool.remove(uploadId);
    events.uploadAbandoned({ uploadId });
  }
}

/** Files of uploads that have ended, or of none. An upload has its row before it has a file. */
async function clearSpool({ db, spool }: IntakeContext): Promise<number> {
  let removed = 0;
  for (const uploadId of (await spool.list()).keys()) {
    const state = (await findAnyUpload(db, uploadId))?.status.state;
    if (state === 'receiving' || state === 'validating') continue;
    await spool.remove(uploadId);
    removed++;
  }
  return removed;
}

async function clearVault(
  { db, vault }: IntakeContext,
  olderThan: Date,
): Promise<{ readonly identity: number; readonly facts: number }> {
  return db.transaction().execute(async (tx) => {
    await lockVaultReferences(tx);
    const identity = await listReferencedFiles(tx, 'identity_file');
    const facts = await listReferencedFiles(tx, 'facts_file');
    return {
      identity: await vault.removeUnreferenced('identity', identity, olderThan),
      facts: await vault.removeUnreferenced('facts', facts, olderThan),
    };
  });
}
