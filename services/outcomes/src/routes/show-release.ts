import { PublishedRelease } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireRelease } from './require-release.ts';

export function showReleaseRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'One release; "latest" names the newest',
        params: z.strictObject({ releaseId: z.string() }),
        response: { 200: PublishedRelease },
      },
    },
    (request) => requireRelease(db, request.params.releaseId),
  );
}
