import { PublishedCell } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { cellsAsJson, listCells } from '@credlink/store';
import { z } from 'zod';
import { parseCellQuery } from '../cell-query.ts';
import { cellsAsCsv } from '../cells-as-csv.ts';
import type { OutcomesContext } from '../context.ts';
import { requireTable } from './require-table.ts';

const Query = z
  .object({
    format: z.enum(['json', 'csv']).optional().describe('csv is the same as "Accept: text/csv"'),
    measure: z.string().optional(),
    variant: z.string().optional(),
  })
  .catchall(z.string())
  .describe('Any dimension of the table may be named too, with one code or several between commas');

export function listCellsRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/tables/:table/cells',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'Cells by lattice address, in the order of the lattice',
        description:
          'Without a query: the whole table. Filters name members of the lattice only; anything else is not_in_cube.',
        params: z.strictObject({ releaseId: z.string(), table: z.string() }),
        querystring: Query,
        produces: ['application/json', 'text/csv'],
        response: { 200: z.union([z.strictObject({ cells: z.array(PublishedCell) }), z.string()]) },
      },
    },
    async (request, reply) => {
      const { releaseId, table } = await requireTable(db, request.params);
      const { format, ...named } = request.query;
      const filter = parseCellQuery(table, given(named));
      const isCsv = format === 'csv' || (format === undefined && accepts(request.headers.accept, 'text/csv'));
      // Both texts are made here; the schema above describes them for readers and would parse every cell again.
      reply.serializer((text) => String(text));
      if (!isCsv) {
        const cells = await cellsAsJson(db, releaseId, table.table, filter);
        return reply.type('application/json; charset=utf-8').send(`{"cells":${cells}}`);
      }
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${releaseId}-${table.table}.csv"`)
        .send(cellsAsCsv(table, await listCells(db, releaseId, table.table, filter)));
    },
  );
}

function given(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function accepts(header: string | undefined, type: string): boolean {
  return header?.split(',').some((range) => range.split(';')[0]?.trim() === type) ?? false;
}
