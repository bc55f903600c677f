import { randomBytes, randomUUID } from 'node:crypto';
import { CreateApiKey, CreatedApiKey, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  findOrganisation,
  formatApiKey,
  insertApiKey,
  insertAuditEvent,
  inTransaction,
} from '@credlink/store';
import { callerOf, type StewardContext } from '../context.ts';
import { checkScopes } from '../rules/check-scopes.ts';

/** The one reply that ever holds the key: the table keeps a digest. */
export function createApiKey(app: HttpApp, context: StewardContext): void {
  app.post(
    '/v1/api-keys',
    {
      onRequest: context.authentication.hook,
      schema: { body: CreateApiKey, response: { 201: CreatedApiKey } },
    },
    async (request, reply) => {
      const { organisation, scopes, kinds, label } = request.body;
      const conflict = checkScopes(scopes);
      if (conflict !== null) throw rejected('api_key_scopes_conflict', conflict);
      const apiKeyId = randomUUID();
      const secret = randomBytes(32);
      const at = context.clock.now();
      await inTransaction(context.db, 'create-api-key', async (tx) => {
        if ((await findOrganisation(tx, organisation)) === null) {
          throw rejected('not_found', 'there is no such organisation');
        }
        await insertApiKey(tx, { apiKeyId, organisation, scopes, kinds, label, secret, createdAt: at });
        await insertAuditEvent(tx, {
          actor: callerOf(context, request),
          action: 'api_key.created',
          subject: apiKeyId,
          at,
        });
      });
      return reply.code(201).send({ apiKeyId, apiKey: formatApiKey(apiKeyId, secret) });
    },
  );
}
