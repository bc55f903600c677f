import { randomUUID } from 'node:crypto';
import { DestroyedKey, DestructionView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  insertAuditEvent,
  insertDestruction,
  inTransaction,
  isUniqueViolation,
  listDestructions,
  stateDestruction,
  subjectOfKey,
} from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';

/** A steward declares a key destroyed; what can be checked of that is, and the publisher signs what was. */
export function certifyDestruction(app: HttpApp, context: StewardContext): void {
  const { db, clock, queue } = context;
  const onRequest = context.authentication.hook;
  app.post(
    '/v1/keys/destructions',
    { onRequest, schema: { body: DestroyedKey, response: { 202: DestructionView } } },
    async (request, reply) => {
      const key = request.body;
      const destructionId = randomUUID();
      const at = clock.now();
      const actor = callerOf(context, request);
      const statement = await inTransaction(db, 'certify-destruction', async (tx) => {
        const stated = await stateDestruction(tx, key, actor, at);
        await insertDestruction(tx, destructionId, stated);
        await insertAuditEvent(tx, { actor, action: 'key.destroyed', subject: subjectOfKey(key), at });
        return stated;
      }).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw rejected('conflict', 'that key has its certificate already; see credlink keys certificates');
      });
      await queue.ring('sign-destruction', { destructionId });
      return reply.code(202).send({ destructionId, statement, signature: null });
    },
  );
  app.get(
    '/v1/keys/destructions',
    {
      onRequest,
      schema: { response: { 200: z.strictObject({ destructions: z.array(DestructionView) }) } },
    },
    async () => ({ destructions: [...(await listDestructions(db))] }),
  );
}
