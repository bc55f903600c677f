import { ReleaseView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  type AuditAction,
  endReleaseHold,
  findRelease,
  insertAuditEvent,
  inTransaction,
  withdrawRelease,
} from '@credlink/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, type StewardContext } from '../context.ts';
import { releaseView } from '../views.ts';

type Decision = {
  readonly action: AuditAction;
  readonly verb: string;
  readonly store: (tx: Parameters<typeof endReleaseHold>[0], releaseId: string, at: Date) => Promise<boolean>;
};

const PUBLISH: Decision = { action: 'release.hold_ended', verb: 'published', store: endReleaseHold };
const WITHDRAW: Decision = { action: 'release.withdrawn', verb: 'withdrawn', store: withdrawRelease };

/**
 * The steward's word on a release: end its hold, or withdraw it. Published cells are the publisher's to write and to
 * remove, so both decisions ring for it.
 */
export function decideRelease(app: HttpApp, context: StewardContext): void {
  const schema = { params: z.strictObject({ releaseId: z.uuid() }), response: { 200: ReleaseView } };
  const options = { onRequest: context.authentication.hook, schema };
  app.post('/v1/releases/:releaseId/publish', options, async (request) =>
    decide(context, request, request.params.releaseId, PUBLISH),
  );
  app.post('/v1/releases/:releaseId/withdraw', options, async (request) =>
    decide(context, request, request.params.releaseId, WITHDRAW),
  );
}

async function decide(
  context: StewardContext,
  request: FastifyRequest,
  releaseId: string,
  decision: Decision,
): Promise<ReleaseView> {
  const at = context.clock.now();
  const release = await inTransaction(context.db, 'decide-release', async (tx) => {
    const found = await findRelease(tx, releaseId);
    if (found === null) throw rejected('not_found', 'there is no such release');
    if (!(await decision.store(tx, releaseId, at))) {
      throw rejected('release_state_forbids', `a release that is ${found.state} cannot be ${decision.verb}`);
    }
    await insertAuditEvent(tx, {
      actor: callerOf(context, request),
      action: decision.action,
      subject: releaseId,
      at,
    });
    return (await findRelease(tx, releaseId)) ?? found;
  });
  await context.queue.ring('build-release', { releaseId });
  return releaseView(release);
}
