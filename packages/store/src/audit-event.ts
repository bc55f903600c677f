import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** Everything the audit trail can say. Past tense; the noun first. */
export const AUDIT_ACTIONS = [
  'exchange.created',
  'organisation.put',
  'api_key.created',
  'api_key.revoked',
  'agreement.put',
  'catalogue.put',
  'rows.declared',
  'upload.created',
  'upload.replaced',
  'upload.completed',
  'upload.committed',
  'upload.refused',
  'upload.superseded',
  'upload.withdrawn',
  'upload.retokenised',
  'upload.ended',
  'key_epoch.begun',
  'key_epoch.cut_over',
  'key_epoch.ended',
  'key.destroyed',
  'vault_key.changed',
  'vault_key.retired',
  'run.ordered',
  'run.started',
  'run.decoys_opened',
  'run.linked',
  'run.failed',
  'run.cancelled',
  'release.ordered',
  'release.started',
  'release.held',
  'release.hold_ended',
  'release.published',
  'release.failed',
  'release.withdrawn',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** `actor` is `organisation/api-key-id` or `service:name`; `subject` is the id of what it was done to. */
export type NewAuditEvent = {
  readonly actor: string;
  readonly action: AuditAction;
  readonly subject: string;
  readonly at: Date;
};

export type StoredAuditEvent = {
  readonly eventNo: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
};

/** Writes one event, in the transaction of the change it speaks of. */
export async function insertAuditEvent(tx: Transaction<Schema>, event: NewAuditEvent): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({ actor: event.actor, action: event.action, subject: event.subject, at: event.at })
    .execute();
}

/** Events after `after`, oldest first, at most `limit`. */
export async function listAuditEvents(
  db: Kysely<Schema>,
  after: number,
  limit: number,
): Promise<readonly StoredAuditEvent[]> {
  const rows = await db
    .selectFrom('audit_event')
    .select(['event_no', 'at', 'actor', 'action', 'subject'])
    .where('event_no', '>', after)
    .orderBy('event_no')
    .limit(limit)
    .execute();
  return rows.map(({ event_no, ...rest }) => ({ eventNo: event_no, ...rest }));
}
