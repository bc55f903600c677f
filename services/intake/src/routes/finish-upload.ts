import { rejected, UploadView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { actorOf, insertAuditEvent, inTransaction, startUploadValidation } from '@credlink/store';
import { z } from 'zod';
import { type IntakeContext, ownUpload, todayOf } from '../context.ts';
import { requireGrant } from '../require-grant.ts';
import { UPLOAD_FILES } from '../spool.ts';
import { readEpochChange, uploadView } from '../upload-view.ts';

/** Hands a complete upload over to the job that validates and commits it. Asked again, it answers how far that is. */
export function finishUpload(app: HttpApp, context: IntakeContext): void {
  const { db, clock, queue, spool } = context;
  app.post(
    '/v1/uploads/:uploadId/commit',
    {
      onRequest: context.authentication.hook,
      schema: { params: z.strictObject({ uploadId: z.uuid() }), response: { 202: UploadView } },
    },
    async (request, reply) => {
      const upload = await ownUpload(context, request, request.params.uploadId);
      const { uploadId, manifest } = upload;
      const received = await spool.received(uploadId);
      if (upload.status.state === 'receiving') {
        await requireGrant(db, upload.organisation, upload.kind, todayOf(clock));
        const missing = UPLOAD_FILES.filter((file) => received[file] !== manifest.files[file].bytes);
        if (missing.length > 0) {
          throw rejected('upload_incomplete', `bytes are missing of: ${missing.join(', ')}`);
        }
        const actor = actorOf(context.authentication.principalOf(request));
        const at = clock.now();
        await inTransaction(db, 'finish-upload', async (tx) => {
          if (!(await startUploadValidation(tx, uploadId))) return;
          await insertAuditEvent(tx, { actor, action: 'upload.completed', subject: uploadId, at });
        });
      } else if (upload.status.state === 'withdrawn') {
        throw rejected('upload_state_forbids', 'the upload was withdrawn');
      }
      await queue.ring('commit-upload', { uploadId });
      const current = await ownUpload(context, request, uploadId);
      return reply.code(202).send(uploadView(current, received, await readEpochChange(db)));
    },
  );
}
