import { PublishedRelease } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listPublished } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';

export function listReleasesRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'All releases, newest first',
        response: { 200: z.strictObject({ releases: z.array(PublishedRelease) }) },
      },
    },
    async () => ({ releases: await listPublished(db) }),
  );
}
