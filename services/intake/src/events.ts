import { bindEvents, type Events, type Logger } from '@credlink/runtime';

/** Everything intake says beyond the HTTP edge and the queue: ids and counts. */
const CATALOGUE = {
  intakeStarted: { level: 'info', fields: { url: 'id' } },
  intakeStopped: { level: 'info', fields: {} },
  uploadCreated: { level: 'info', fields: { uploadId: 'id', organisation: 'id', kind: 'code' } },
  uploadCommitted: {
    level: 'info',
    fields: { uploadId: 'id', kind: 'code', factRows: 'count', quarantined: 'count', milliseconds: 'count' },
  },
  uploadRefused: { level: 'info', fields: { uploadId: 'id', kind: 'code', code: 'code' } },
  uploadWithdrawn: { level: 'info', fields: { uploadId: 'id', organisation: 'id' } },
  uploadAbandoned: { level: 'info', fields: { uploadId: 'id' } },
  uploadRekeyed: { level: 'info', fields: { uploadId: 'id', kind: 'code' } },
  epochEnded: { level: 'info', fields: { keyEpoch: 'count' } },
  vaultKeyRetired: { level: 'info', fields: { keyCheck: 'id' } },
  transferFailed: { level: 'error', fields: { requestId: 'id' } },
  leftoversRemoved: { level: 'info', fields: { spool: 'count', identity: 'count', facts: 'count' } },
} as const;

export type IntakeEvents = Events<typeof CATALOGUE>;

export function intakeEvents(logger: Logger): IntakeEvents {
  return bindEvents(logger, CATALOGUE);
}
