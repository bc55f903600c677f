import { randomUUID } from 'node:crypto';
import { fault, OrderRelease, ReleaseView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  findCatalogue,
  findRelease,
  insertAuditEvent,
  insertRelease,
  inTransaction,
  listRuns,
  requireSettledKeys,
} from '@credlink/store';
import { callerOf, type StewardContext } from '../context.ts';
import { releaseView } from '../views.ts';

/** Orders a release from the newest linked run and the catalogue in force. */
export function orderRelease(app: HttpApp, context: StewardContext): void {
  const { db, clock, queue } = context;
  app.post(
    '/v1/releases',
    {
      onRequest: context.authentication.hook,
      schema: { body: OrderRelease, response: { 201: ReleaseView } },
    },
    async (request, reply) => {
      const { title, policy, hold, restate } = request.body;
      const releaseId = randomUUID();
      const orderedBy = callerOf(context, request);
      const at = clock.now();
      const release = await inTransaction(db, 'order-release', async (tx) => {
        await requireSettledKeys(tx);
        if (!(await listRuns(tx)).some((run) => run.state === 'linked')) {
          throw rejected('nothing_to_release', 'nothing has been linked yet');
        }
        if ((await findCatalogue(tx)) === null) {
          throw rejected('nothing_to_release', 'there is no catalogue yet');
        }
        await insertRelease(tx, {
          releaseId,
          title,
          policy,
          isHoldAsked: hold,
          isRestatement: restate,
          orderedBy,
          orderedAt: at,
        });
        await insertAuditEvent(tx, { actor: orderedBy, action: 'release.ordered', subject: releaseId, at });
        return findRelease(tx, releaseId);
      });
      if (release === null) throw fault(`release ${releaseId} is gone`);
      await queue.ring('build-release', { releaseId });
      return reply.code(201).send(releaseView(release));
    },
  );
}
