import { AuditEvent } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listAuditEvents as storedAuditEvents } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { auditEventView } from '../views.ts';

const Query = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Oldest first; the last event's number is the next `after`. */
export function listAuditEvents(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/audit-events',
    {
      onRequest: authentication.hook,
      schema: {
        querystring: Query,
        response: { 200: z.strictObject({ events: z.array(AuditEvent) }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query;
      return { events: (await storedAuditEvents(db, after, limit)).map(auditEventView) };
    },
  );
}
