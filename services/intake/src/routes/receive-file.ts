import { rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { z } from 'zod';
import { type IntakeContext, ownUpload } from '../context.ts';
import { UPLOAD_FILES } from '../spool.ts';
import { openTransferServer } from '../transfer-server.ts';

const OFFSET_STREAM = 'application/offset+octet-stream';

/**
 * Bytes of one file of an upload, by the resumable protocol. API key, owner and state are checked before a byte of
 * the body is read.
 */
export function receiveFile(app: HttpApp, context: IntakeContext): void {
  const { db, events, spool } = context;
  const transfer = openTransferServer({
    db,
    spool,
    onFault: (requestId, error) => events.transferFailed({ requestId }, error),
  });
  // The body stays a stream: the transfer server reads it.
  app.addContentTypeParser(OFFSET_STREAM, (_request, _payload, done) => done(null, undefined));
  app.route({
    method: ['HEAD', 'PATCH'],
    url: '/v1/uploads/:uploadId/files/:file',
    onRequest: context.authentication.hook,
    schema: { params: z.strictObject({ uploadId: z.uuid(), file: z.enum(UPLOAD_FILES) }) },
    handler: async (request, reply) => {
      const upload = await ownUpload(context, request, request.params.uploadId);
      if (request.method === 'PATCH' && upload.status.state !== 'receiving') {
        throw rejected('upload_state_forbids', `an upload that is ${upload.status.state} receives no bytes`);
      }
      await spool.prepare(upload.uploadId);
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      await transfer.handle(request.raw, reply.raw, request.id);
    },
  });
}
