import type { HttpApp } from '@credlink/runtime';
import { listUploadSummaries } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { UploadSummaryView, uploadSummaryView } from '../views.ts';

export function listUploads(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/uploads',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ uploads: z.array(UploadSummaryView) }) } },
    },
    async () => ({ uploads: (await listUploadSummaries(db)).map(uploadSummaryView) }),
  );
}
