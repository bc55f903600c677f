import { bindEvents, type Logger } from '@credlink/runtime';

const EVENTS = {
  outcomesStarted: { level: 'info', fields: { url: 'id' } },
  outcomesStopped: { level: 'info', fields: {} },
} as const;

export function outcomesEvents(logger: Logger) {
  return bindEvents(logger, EVENTS);
}
