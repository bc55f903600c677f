import { Organisation, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { insertAuditEvent, inTransaction, putOrganisation as storeOrganisation } from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';

/** Enters an organisation or changes its name and kind. */
export function putOrganisation(app: HttpApp, context: StewardContext): void {
  app.put(
    '/v1/organisations/:organisation',
    {
      onRequest: context.authentication.hook,
      schema: {
        params: z.strictObject({ organisation: z.string() }),
        body: Organisation,
        response: { 200: Organisation },
      },
    },
    async (request) => {
      const organisation = request.body;
      if (organisation.organisation !== request.params.organisation) {
        throw rejected('request_invalid', 'the organisation of the path is not that of the body');
      }
      const at = context.clock.now();
      await inTransaction(context.db, 'put-organisation', async (tx) => {
        await storeOrganisation(tx, organisation, at);
        await insertAuditEvent(tx, {
          actor: callerOf(context, request),
          action: 'organisation.put',
          subject: organisation.organisation,
          at,
        });
      });
      return organisation;
    },
  );
}
