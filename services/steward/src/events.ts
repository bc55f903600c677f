import { bindEvents, type Events, type Logger } from '@credlink/runtime';

/** What the steward service says beyond the HTTP edge. Who changed what is in the audit trail. */
const CATALOGUE = {
  stewardStarted: { level: 'info', fields: { url: 'id' } },
  stewardStopped: { level: 'info', fields: {} },
} as const;

export type StewardEvents = Events<typeof CATALOGUE>;

export function stewardEvents(logger: Logger): StewardEvents {
  return bindEvents(logger, CATALOGUE);
}
