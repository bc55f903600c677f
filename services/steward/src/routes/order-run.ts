import { randomUUID } from 'node:crypto';
import { fault, RunView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  findRun,
  insertAuditEvent,
  insertRun,
  inTransaction,
  listUploadSummaries,
  requireSettledKeys,
} from '@credlink/store';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';
import { runView } from '../views.ts';

/** Orders a linkage of everything that is committed when the linker takes it up. */
export function orderRun(app: HttpApp, context: StewardContext): void {
  const { db, clock, queue } = context;
  app.post(
    '/v1/runs',
    {
      onRequest: context.authentication.hook,
      schema: { body: z.strictObject({}).nullish(), response: { 201: RunView } },
    },
    async (request, reply) => {
      const runId = randomUUID();
      const orderedBy = callerOf(context, request);
      const at = clock.now();
      const run = await inTransaction(db, 'order-run', async (tx) => {
        await requireSettledKeys(tx);
        const uploads = await listUploadSummaries(tx);
        if (!uploads.some((upload) => upload.state === 'committed')) {
          throw rejected('nothing_to_link', 'no upload is committed yet');
        }
        await insertRun(tx, { runId, orderedBy, orderedAt: at });
        await insertAuditEvent(tx, { actor: orderedBy, action: 'run.ordered', subject: runId, at });
        return findRun(tx, runId);
      });
      if (run === null) throw fault(`run ${runId} is gone`);
      await queue.ring('link-run', { runId });
      return reply.code(201).send(runView(run));
    },
  );
}
