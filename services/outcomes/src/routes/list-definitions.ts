import { MeasureDefinition } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listDefinitions } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireRelease } from './require-release.ts';

export function listDefinitionsRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/definitions',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'How each measure of the release is defined: anchor, window, who is counted, source',
        params: z.strictObject({ releaseId: z.string() }),
        response: { 200: z.strictObject({ definitions: z.array(MeasureDefinition) }) },
      },
    },
    async (request) => {
      const { releaseId } = await requireRelease(db, request.params.releaseId);
      return { definitions: await listDefinitions(db, releaseId) };
    },
  );
}
