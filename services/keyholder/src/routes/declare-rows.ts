import { DeclareRows, QuotaView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  actorOf,
  insertAuditEvent,
  inTransaction,
  readQuota,
  declareRows as storeDeclaration,
} from '@credlink/store';
import { callerWith, type KeyholderContext } from '../context.ts';
import { allowedEvaluations, MAX_DECLARED_ROWS } from '../rules/allowed-evaluations.ts';

/** The same file declared again counts once. The audit trail keeps who declared which file, and the rows are on file. */
export function declareRows(app: HttpApp, context: KeyholderContext): void {
  const { db, clock, events, keyEpoch } = context;
  app.post(
    '/v1/declarations',
    { onRequest: context.authentication.hook, schema: { body: DeclareRows, response: { 200: QuotaView } } },
    async (request) => {
      const principal = callerWith(context, request, 'evaluate');
      const { organisation } = principal;
      const { sourceDigest, rows } = request.body;
      const at = clock.now();
      const quota = await inTransaction(db, 'declare-rows', async (tx) => {
        const before = await readQuota(tx, { organisation, keyEpoch });
        await storeDeclaration(tx, { organisation, keyEpoch, sourceDigest, rows, declaredAt: at });
        const after = await readQuota(tx, { organisation, keyEpoch });
        if (after.declaredRows > MAX_DECLARED_ROWS) {
          throw rejected(
            'quota_exceeded',
            `an organisation can declare ${MAX_DECLARED_ROWS} rows in one key epoch; speak to the steward`,
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
        return after;
      });
      const allowed = allowedEvaluations(quota.declaredRows);
      events.rowsDeclared({ organisation, rows, allowed });
      return { allowed, used: quota.evaluated };
    },
  );
}
