import { bindEvents, type Events, type Logger } from '@credlink/runtime';

/** Everything the linker says. */
const CATALOGUE = {
  linkerStarted: { level: 'info', fields: { threads: 'count' } },
  linkerStopped: { level: 'info', fields: {} },
  runStarted: { level: 'info', fields: { runId: 'id', uploads: 'count' } },
  runLinked: {
    level: 'info',
    fields: { runId: 'id', subjects: 'count', persons: 'count', milliseconds: 'count' },
  },
  runFailed: { level: 'warn', fields: { runId: 'id', code: 'code' } },
  linksForgotten: { level: 'info', fields: { files: 'count' } },
  linksSwept: { level: 'info', fields: { files: 'count' } },
} as const;

export type LinkerEvents = Events<typeof CATALOGUE>;

export function linkerEvents(logger: Logger): LinkerEvents {
  return bindEvents(logger, CATALOGUE);
}
