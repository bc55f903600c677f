import type { JobHandler } from '@credlink/runtime';
import {
  type EndingUpload,
  endUploadWithEpoch,
  insertAuditEvent,
  inTransaction,
  listEndingUploads,
  listKeyEpochs,
  listReferencedFiles,
  lockVaultReferences,
  endEpoch as storeEnd,
} from '@credlink/store';
import { INTAKE_ACTOR, type IntakeContext } from '../context.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';

/**
 * Ends the epoch before the current one: each of its uploads goes on under the files that were sent in its place, or ends.
 *
 * Claim: when an epoch has ended no token of it lies in the vault or in the spool: neither one that an upload names, nor
 * one that a killed job left behind. Not claimed: anything of backups and snapshots of the disk.
 *
 * Safe to die anywhere and to run again, also twice at the same moment.
 */
export function endEpoch(context: IntakeContext): JobHandler<'end-epoch'> {
  return (_payload, signal) => endEpochNow(context, signal);
}

/** @param signal checked between two uploads */
async function endEpochNow(context: IntakeContext, signal: AbortSignal): Promise<void> {
  const { db, vault, clock, events } = context;
  const epochs = await listKeyEpochs(db);
  if (!epochs.some(({ state }) => state === 'ending')) return;
  const cutOverAt = epochs.find(({ state }) => state === 'current')?.currentAt ?? null;
  for (const upload of await listEndingUploads(db)) {
    signal.throwIfAborted();
    await endUpload(context, upload);
  }
  if (cutOverAt !== null) {
    await db.transaction().execute(async (tx) => {
      await lockVaultReferences(tx);
      for (const kind of ['identity', 'facts'] as const) {
        await vault.removeUnreferenced(kind, await listReferencedFiles(tx, `${kind}_file`), cutOverAt);
      }
    });
  }
  const at = clock.now();
  const ended = await inTransaction(db, 'end-epoch', async (tx) => {
    if ((await listEndingUploads(tx)).length > 0) return null;
    const keyEpoch = await storeEnd(tx, at);
    if (keyEpoch !== null) {
      const subject = `epoch ${keyEpoch}`;
      await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'key_epoch.ended', subject, at });
    }
    return keyEpoch;
  });
  if (ended !== null) events.epochEnded({ keyEpoch: ended });
}

async function endUpload(context: IntakeContext, upload: EndingUpload): Promise<void> {
  const { db, clock, spool } = context;
  const { uploadId, isContinued } = upload;
  const at = clock.now();
  await inTransaction(db, 'end-upload', async (tx) => {
    await lockVaultReferences(tx);
    if (!(await endUploadWithEpoch(tx, upload, at))) return;
    const action = isContinued ? 'upload.retokenised' : 'upload.ended';
    await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action, subject: uploadId, at });
  });
  await spool.remove(uploadId);
  await removeVaultFiles(context, upload.files);
}
