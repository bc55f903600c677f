import { DeclareRows, QuotaView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  actorOf,
  insertAuditEvent,
  inTransaction,
  readQuota,
  declareRows as storeDeclaration,
} from '@credlink/store';
import { callerWith, type KeyholderContext, requireAgreement } from '../context.ts';
import { allowedEvaluations, isJump } from '../rules/allowed-evaluations.ts';

/** The same file declared again counts once. The audit trail keeps who declared which file, and the rows are on file. */
export function declareRows(app: HttpApp, context: KeyholderContext): void {
  const { db, clock, events, keys, maxDeclaredRows } = context;
  app.post(
    '/v1/declarations',
    { onRequest: context.authentication.hook, schema: { body: DeclareRows, response: { 200: QuotaView } } },
    async (request) => {
      const principal = callerWith(context, request, 'evaluate');
      const { organisation } = principal;
      await requireAgreement(context, organisation);
      const { sourceDigest, rows } = request.body;
      const { keyEpoch } = await keys.of(request.body.keyEpoch);
      const at = clock.now();
      const { before, after } = await inTransaction(db, 'declare-rows', async (tx) => {
        const before = await readQuota(tx, { organisation, keyEpoch });
        await storeDeclaration(tx, { organisation, keyEpoch, sourceDigest, rows, declaredAt: at });
        const after = await readQuota(tx, { organisation, keyEpoch });
        if (after.declaredRows > maxDeclaredRows) {
          throw rejected(
            'quota_exceeded',
            `an organisation can declare ${maxDeclaredRows} rows in one key epoch; speak to the steward`,
          );
        }
        if (after.declaredRows !== before.declaredRows) {
          await insertAuditEvent(tx, {
            actor: actorOf(principal),
            action: 'rows.declared',
            subject: sourceDigest,
            at,
          });
        }
        return { before, after };
      });
      const allowed = allowedEvaluations(after.declaredRows);
      events.rowsDeclared({ organisation, rows, allowed });
      if (isJump(before.declaredRows, after.declaredRows)) {
        events.declarationJumped({ organisation, before: before.declaredRows, after: after.declaredRows });
      }
      return { allowed, used: after.evaluated };
    },
  );
}
