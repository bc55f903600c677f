import { bindEvents, type Events, type Logger } from '@credlink/runtime';

/** Everything the keyholder says. Counts only: an element is never logged, blinded as it is. */
const CATALOGUE = {
  keyholderStarted: { level: 'info', fields: { url: 'id', keyEpoch: 'count', threads: 'count' } },
  keyholderStopped: { level: 'info', fields: {} },
  rowsDeclared: { level: 'info', fields: { organisation: 'id', rows: 'count', allowed: 'count' } },
  declarationJumped: {
    level: 'warn',
    fields: { organisation: 'id', before: 'count', after: 'count' },
  },
  elementsEvaluated: {
    level: 'info',
    fields: { organisation: 'id', elements: 'count', milliseconds: 'count' },
  },
  evaluationRefused: {
    level: 'warn',
    fields: { organisation: 'id', code: 'code', elements: 'count', used: 'count', allowed: 'count' },
  },
} as const;

export type KeyholderEvents = Events<typeof CATALOGUE>;

export function keyholderEvents(logger: Logger): KeyholderEvents {
  return bindEvents(logger, CATALOGUE);
}
