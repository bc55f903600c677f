import { ApiKeyView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { insertAuditEvent, inTransaction, revokeApiKey as storeRevocation } from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';
import { apiKeyView } from '../views.ts';

/** Works from the next request on; revoking twice changes nothing. */
export function revokeApiKey(app: HttpApp, context: StewardContext): void {
  app.delete(
    '/v1/api-keys/:apiKeyId',
    {
      onRequest: context.authentication.hook,
      schema: { params: z.strictObject({ apiKeyId: z.uuid() }), response: { 200: ApiKeyView } },
    },
    async (request) => {
      const { apiKeyId } = request.params;
      const at = context.clock.now();
      const key = await inTransaction(context.db, 'revoke-api-key', async (tx) => {
        const revoked = await storeRevocation(tx, apiKeyId, at);
        if (revoked === null) throw rejected('not_found', 'there is no such API key');
        await insertAuditEvent(tx, {
          actor: callerOf(context, request),
          action: 'api_key.revoked',
          subject: apiKeyId,
          at,
        });
        return revoked;
      });
      return apiKeyView(key);
    },
  );
}
