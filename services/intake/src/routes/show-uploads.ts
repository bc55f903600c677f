import { UploadView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listUploads } from '@credlink/store';
import { z } from 'zod';
import { type IntakeContext, ownUpload } from '../context.ts';
import { readEpochChange, uploadView } from '../upload-view.ts';

export function showUploads(app: HttpApp, context: IntakeContext): void {
  const { db, spool, authentication } = context;
  app.get(
    '/v1/uploads',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ uploads: z.array(UploadView) }) } },
    },
    async (request) => {
      const { organisation, kinds } = authentication.principalOf(request);
      const uploads = (await listUploads(db, organisation)).filter((upload) => kinds.includes(upload.kind));
      const change = await readEpochChange(db);
      return {
        uploads: await Promise.all(
          uploads.map(async (upload) => uploadView(upload, await spool.received(upload.uploadId), change)),
        ),
      };
    },
  );
  app.get(
    '/v1/uploads/:uploadId',
    {
      onRequest: authentication.hook,
      schema: { params: z.strictObject({ uploadId: z.uuid() }), response: { 200: UploadView } },
    },
    async (request) => {
      const upload = await ownUpload(context, request, request.params.uploadId);
      return uploadView(upload, await spool.received(upload.uploadId), await readEpochChange(db));
    },
  );
}
