import type { JobHandler } from '@credlink/runtime';
import {
  type EndingUpload,
  endUploadWithEpoch,
  insertAuditEvent,
  inTransaction,
  listEndingUploads,
  listKeyEpochs,
  lockVaultReferences,
  stopWriters,
  endEpoch as storeEnd,
} from '@credlink/store';
import { INTAKE_ACTOR, type IntakeContext } from '../context.ts';
import { removeUnnamedFiles } from '../remove-unnamed-files.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';

/**
 * Ends the epoch before the current one: each of its uploads goes on under the files that were sent in its place, or ends.
 *
 * Claim: when an epoch has ended no token of it lies in the vault or in the spool: neither one that an upload names, nor
 * one that a killed job left behind, for everything unnamed is removed first, while nobody writes under the epoch; nor
 * does anybody write one later. Not claimed: anything of backups and snapshots of the disk.
 *
 * Safe to die anywhere and to run again, also twice at the same moment. While a commit still writes under the epoch it
 * only ends the uploads; the sweeper rings for the rest.
 */
export function endEpoch(context: IntakeContext): JobHandler<'end-epoch'> {
  return (_payload, signal) => endEpochNow(context, signal);
}

/** @param signal checked between two uploads */
async function endEpochNow(context: IntakeContext, signal: AbortSignal): Promise<void> {
  const { db, clock, events } = context;
  const ending = (await listKeyEpochs(db)).find(({ state }) => state === 'ending');
  if (ending === undefined) return;
  for (const upload of await listEndingUploads(db)) {
    signal.throwIfAborted();
    await endUpload(context, upload);
  }
  const at = clock.now();
  const ended = await db.transaction().execute(async (stopping) => {
    if (!(await stopWriters(stopping, { keyEpoch: ending.keyEpoch }))) return null;
    await removeUnnamedFiles(context, stopping);
    return inTransaction(db, 'end-epoch', async (tx) => {
      if ((await listEndingUploads(tx)).length > 0) return null;
      const keyEpoch = await storeEnd(tx, at);
      if (keyEpoch !== null) {
        const subject = `epoch ${keyEpoch}`;
        await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'key_epoch.ended', subject, at });
      }
      return keyEpoch;
    });
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
