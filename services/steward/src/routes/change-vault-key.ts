import { KeysView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  insertAuditEvent,
  inTransaction,
  listUploadsToRekey,
  changeVaultKey as storeChange,
} from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';
import { readKeys } from '../keys-view.ts';

/** Orders that the vault's files change to the key intake holds ready. Rings for each upload; intake's sweeper rings for what is lost. */
export function changeVaultKey(app: HttpApp, context: StewardContext): void {
  const { db, clock, queue } = context;
  app.post(
    '/v1/keys/vault',
    {
      onRequest: context.authentication.hook,
      schema: { body: z.strictObject({}).nullish(), response: { 202: KeysView } },
    },
    async (request, reply) => {
      const at = clock.now();
      const keys = await inTransaction(db, 'change-vault-key', async (tx) => {
        const keyCheck = await storeChange(tx, at);
        const actor = callerOf(context, request);
        await insertAuditEvent(tx, { actor, action: 'vault_key.changed', subject: keyCheck, at });
        return readKeys(tx);
      });
      for (const uploadId of await listUploadsToRekey(db)) await queue.ring('rekey-upload', { uploadId });
      return reply.code(202).send(keys);
    },
  );
}
