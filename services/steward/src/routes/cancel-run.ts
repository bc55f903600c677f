import { RunView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findRun, insertAuditEvent, inTransaction, cancelRun as storeCancellation } from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';
import { runView } from '../views.ts';

/** The linker notices at its next step and stops; nothing of the run is kept. */
export function cancelRun(app: HttpApp, context: StewardContext): void {
  app.delete(
    '/v1/runs/:runId',
    {
      onRequest: context.authentication.hook,
      schema: { params: z.strictObject({ runId: z.uuid() }), response: { 200: RunView } },
    },
    async (request) => {
      const { runId } = request.params;
      const at = context.clock.now();
      const run = await inTransaction(context.db, 'cancel-run', async (tx) => {
        const found = await findRun(tx, runId);
        if (found === null) throw rejected('not_found', 'there is no such run');
        if (!(await storeCancellation(tx, runId, at))) {
          throw rejected('run_state_forbids', `a run that is ${found.state} cannot be cancelled`);
        }
        await insertAuditEvent(tx, {
          actor: callerOf(context, request),
          action: 'run.cancelled',
          subject: runId,
          at,
        });
        return { ...found, state: 'cancelled' as const, finishedAt: at };
      });
      return runView(run);
    },
  );
}
