import { BeginEpoch, CutOver, KeysView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { beginEpoch, cutOver, insertAuditEvent, inTransaction } from '@credlink/store';
import { callerOf, type StewardContext } from '../context.ts';
import { readKeys } from '../keys-view.ts';

/** The steward's two words on key epochs: contributors may send under the next one; the next one is the current one. */
export function changeEpoch(app: HttpApp, context: StewardContext): void {
  const { db, clock, queue } = context;
  const onRequest = context.authentication.hook;
  app.post(
    '/v1/keys/epochs',
    { onRequest, schema: { body: BeginEpoch, response: { 200: KeysView } } },
    (request) => {
      const at = clock.now();
      const actor = callerOf(context, request);
      return inTransaction(db, 'begin-epoch', async (tx) => {
        await beginEpoch(tx, request.body, at);
        const subject = `epoch ${request.body.keyEpoch}`;
        await insertAuditEvent(tx, { actor, action: 'key_epoch.begun', subject, at });
        return readKeys(tx);
      });
    },
  );
  app.post(
    '/v1/keys/cut-over',
    { onRequest, schema: { body: CutOver, response: { 202: KeysView } } },
    async (request, reply) => {
      const at = clock.now();
      const actor = callerOf(context, request);
      const { keyEpoch, keys } = await inTransaction(db, 'cut-over', async (tx) => {
        const keyEpoch = await cutOver(tx, new Set(request.body.without), at);
        const subject = `epoch ${keyEpoch}`;
        await insertAuditEvent(tx, { actor, action: 'key_epoch.cut_over', subject, at });
        return { keyEpoch, keys: await readKeys(tx) };
      });
      await queue.ring('end-epoch', { keyEpoch: keyEpoch - 1 });
      return reply.code(202).send(keys);
    },
  );
}
