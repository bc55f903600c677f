import { CatalogueView, PutCatalogue, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  findCatalogue,
  insertAuditEvent,
  insertCatalogue,
  inTransaction,
  isUniqueViolation,
} from '@credlink/store';
import { digestOf } from '../canonical-json.ts';
import { callerOf, type StewardContext } from '../context.ts';
import { checkCatalogue } from '../rules/check-catalogue.ts';
import { catalogueView } from '../views.ts';

/** A state's catalogue of credentials, programs and pathways. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/** Brings a catalogue into force. Putting the one in force again changes nothing. */
export function putCatalogue(app: HttpApp, context: StewardContext): void {
  app.put(
    '/v1/catalogue',
    {
      onRequest: context.authentication.hook,
      bodyLimit: BODY_LIMIT_BYTES,
      schema: { body: PutCatalogue, response: { 200: CatalogueView } },
    },
    async (request) => {
      const { catalogue } = request.body;
      const verdict = checkCatalogue(catalogue);
      if (verdict.is === 'refused') throw rejected('catalogue_invalid', verdict.reason);
      const catalogueSha256 = digestOf(catalogue);
      const at = context.clock.now();
      const version = { catalogueSha256, catalogue, createdAt: at };
      try {
        const inForce = await inTransaction(context.db, 'put-catalogue', async (tx) => {
          const newest = await findCatalogue(tx);
          if (newest?.catalogueSha256 === catalogueSha256) return newest;
          await insertCatalogue(tx, version);
          await insertAuditEvent(tx, {
            actor: callerOf(context, request),
            action: 'catalogue.put',
            subject: catalogueSha256,
            at,
          });
          return version;
        });
        return catalogueView(inForce);
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw rejected('conflict', 'this version was in force before; change its edition to bring it back');
      }
    },
  );
}
