import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Database, findAnyUpload } from '@credlink/store';
import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import { type Spool, UPLOAD_FILES, type UploadFile } from './spool.ts';
import { transferReply } from './transfer-error.ts';

/** Where the routes hand a request over to the tus protocol. */
export type TransferServer = {
  readonly handle: (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;
};

const ROUTE = /\/v1\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/files\/(identity|facts)$/;
const REQUEST_ID = 'x-request-id';

/**
 * Resumable uploads (tus 1.0 core: HEAD and PATCH) into the spool. The length of a file is what the manifest says,
 * read from the database at each request; the offset is the size of the file on disk. Nothing else is kept, so a
 * server that is killed at any byte knows all it has to know when it is back.
 *
 * Which upload may receive bytes, and from whom, the route decides before it hands over.
 */
export function openTransferServer(options: {
  readonly db: Database;
  readonly spool: Spool;
  readonly onFault: (requestId: string, error: unknown) => void;
}): TransferServer {
  const { db, spool, onFault } = options;
  const lengths = {
    get: async (name: string): Promise<Upload | undefined> => {
      const [uploadId = '', part = ''] = name.split('.');
      const file = UPLOAD_FILES.find((known) => known === part);
      const upload = file === undefined ? null : await findAnyUpload(db, uploadId);
      if (file === undefined || upload === null) return undefined;
      return new Upload({ id: name, size: upload.manifest.files[file].bytes, offset: 0 });
    },
    set: async () => undefined,
    delete: async () => undefined,
  };
  const server = new Server({
    path: '/v1/uploads',
    datastore: new FileStore({ directory: spool.folder, configstore: lengths }),
    allowedOrigins: [],
    getFileIdFromRequest: (request) => spoolName(new URL(request.url).pathname),
    onResponseError: (request, error) => {
      const requestId = request.headers.get(REQUEST_ID) ?? '';
      const reply = transferReply(error, requestId);
      if (reply.status_code === 500) onFault(requestId, error);
      return reply;
    },
  });
  return {
    handle: async (request, response, requestId) => {
      request.headers[REQUEST_ID] = requestId;
      await server.handle(request, response);
    },
  };
}

/** `<uploadId>.<file>`, as the spool names its files. */
function spoolName(path: string): `${string}.${UploadFile}` | undefined {
  const [, uploadId, file] = ROUTE.exec(path) ?? [];
  const known = UPLOAD_FILES.find((name) => name === file);
  return uploadId === undefined || known === undefined ? undefined : `${uploadId}.${known}`;
}
