import { rejected, UploadView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  actorOf,
  insertAuditEvent,
  inTransaction,
  withdrawUpload as storeWithdrawal,
  type Upload,
} from '@credlink/store';
import { z } from 'zod';
import { type IntakeContext, ownUpload } from '../context.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';
import { readEpochChange, uploadView } from '../upload-view.ts';

/** Takes an upload back, in any state that has something to take back: its tokens and facts are gone with the reply. */
export function withdrawUpload(app: HttpApp, context: IntakeContext): void {
  const { db, clock, events, spool } = context;
  app.delete(
    '/v1/uploads/:uploadId',
    {
      onRequest: context.authentication.hook,
      schema: { params: z.strictObject({ uploadId: z.uuid() }), response: { 200: UploadView } },
    },
    async (request) => {
      const upload = await ownUpload(context, request, request.params.uploadId);
      const { uploadId } = upload;
      if (upload.status.state !== 'withdrawn') {
        const actor = actorOf(context.authentication.principalOf(request));
        const at = clock.now();
        const isWithdrawn = await inTransaction(db, 'withdraw-upload', async (tx) => {
          if (!(await storeWithdrawal(tx, uploadId, at))) return false;
          await insertAuditEvent(tx, { actor, action: 'upload.withdrawn', subject: uploadId, at });
          return true;
        });
        if (!isWithdrawn) {
          throw rejected(
            'upload_state_forbids',
            `an upload that is ${upload.status.state} cannot be withdrawn`,
          );
        }
        events.uploadWithdrawn({ uploadId, organisation: upload.organisation });
      }
      await spool.remove(uploadId);
      await removeVaultFiles(context, filesOf(upload));
      const current = await ownUpload(context, request, uploadId);
      return uploadView(current, { identity: 0, facts: 0 }, await readEpochChange(db));
    },
  );
}

function filesOf({ status }: Upload): { identity: string; facts: string } | null {
  return status.state === 'committed' || status.state === 'superseded'
    ? { identity: status.identityFile, facts: status.factsFile }
    : null;
}
