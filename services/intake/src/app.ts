import type { HttpApp } from '@credlink/runtime';
import type { IntakeContext } from './context.ts';
import { createUpload } from './routes/create-upload.ts';
import { finishUpload } from './routes/finish-upload.ts';
import { receiveFile } from './routes/receive-file.ts';
import { showChallenge } from './routes/show-challenge.ts';
import { showDecoys } from './routes/show-decoys.ts';
import { showExchange } from './routes/show-exchange.ts';
import { showUploads } from './routes/show-uploads.ts';
import { withdrawUpload } from './routes/withdraw-upload.ts';

/** Adds the routes of intake. */
export function addRoutes(app: HttpApp, context: IntakeContext): void {
  showExchange(app, context);
  showChallenge(app);
  showDecoys(app, context);
  createUpload(app, context);
  showUploads(app, context);
  receiveFile(app, context);
  finishUpload(app, context);
  withdrawUpload(app, context);
}
