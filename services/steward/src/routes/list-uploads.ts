import { UploadSummary } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listUploadSummaries } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { uploadSummaryView } from '../views.ts';

export function listUploads(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/uploads',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ uploads: z.array(UploadSummary) }) } },
    },
    async () => ({ uploads: (await listUploadSummaries(db)).map(uploadSummaryView) }),
  );
}
