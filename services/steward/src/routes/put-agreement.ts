import { Agreement, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  findOrganisation,
  insertAuditEvent,
  inTransaction,
  putAgreement as storeAgreement,
} from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';

/** Enters an agreement or changes its terms: they hold for the next upload, run and release. */
export function putAgreement(app: HttpApp, context: StewardContext): void {
  app.put(
    '/v1/agreements/:agreementId',
    {
      onRequest: context.authentication.hook,
      schema: {
        params: z.strictObject({ agreementId: z.string() }),
        body: Agreement,
        response: { 200: Agreement },
      },
    },
    async (request) => {
      const agreement = request.body;
      if (agreement.agreementId !== request.params.agreementId) {
        throw rejected('request_invalid', 'the agreement of the path is not that of the body');
      }
      if (agreement.starts > agreement.expires) {
        throw rejected('request_invalid', 'the agreement expires before it starts');
      }
      const at = context.clock.now();
      await inTransaction(context.db, 'put-agreement', async (tx) => {
        for (const party of [agreement.grantor, agreement.grantee]) {
          if ((await findOrganisation(tx, party)) === null) {
            throw rejected('not_found', `there is no organisation ${party}`);
          }
        }
        await storeAgreement(tx, agreement);
        await insertAuditEvent(tx, {
          actor: callerOf(context, request),
          action: 'agreement.put',
          subject: agreement.agreementId,
          at,
        });
      });
      return agreement;
    },
  );
}
