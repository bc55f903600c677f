import { Organisation, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findOrganisation, listOrganisations } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';

export function showOrganisations(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/organisations',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ organisations: z.array(Organisation) }) } },
    },
    async () => ({ organisations: [...(await listOrganisations(db))] }),
  );
  app.get(
    '/v1/organisations/:organisation',
    {
      onRequest: authentication.hook,
      schema: { params: z.strictObject({ organisation: z.string() }), response: { 200: Organisation } },
    },
    async (request) => {
      const found = await findOrganisation(db, request.params.organisation);
      if (found === null) throw rejected('not_found', 'there is no such organisation');
      return found;
    },
  );
}
