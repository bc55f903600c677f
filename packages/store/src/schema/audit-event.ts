import type { Generated } from './columns.ts';

/** `audit_event`: append-only. */
export type AuditEventTable = {
  event_no: Generated<number>;
  at: Generated<Date>;
  actor: string;
  action: string;
  subject: string;
};
