import { PublishedTable } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listPublishedTables } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireRelease } from './require-release.ts';

export function listTablesRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/tables',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'The tables of a release: dimensions with every code a filter may name, and measures',
        params: z.strictObject({ releaseId: z.string() }),
        response: { 200: z.strictObject({ tables: z.array(PublishedTable) }) },
      },
    },
    async (request) => {
      const { releaseId } = await requireRelease(db, request.params.releaseId);
      return { tables: await listPublishedTables(db, releaseId) };
    },
  );
}
