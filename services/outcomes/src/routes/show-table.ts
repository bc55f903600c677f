import { PublishedTable } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireTable } from './require-table.ts';

export function showTableRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/tables/:table',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'One table: its lattice and measures',
        params: z.strictObject({ releaseId: z.string(), table: z.string() }),
        response: { 200: PublishedTable },
      },
    },
    async (request) => (await requireTable(db, request.params)).table,
  );
}
