import { bindEvents, type Events, type Logger } from '@credlink/runtime';

/** Everything the publisher says. Counts of cells, never of persons. */
const CATALOGUE = {
  publisherStarted: { level: 'info', fields: { threads: 'count' } },
  publisherStopped: { level: 'info', fields: {} },
  releaseStarted: { level: 'info', fields: { releaseId: 'id', uploads: 'count' } },
  releaseBuilt: {
    level: 'info',
    fields: {
      releaseId: 'id',
      publishedId: 'id',
      earlier: 'count',
      cells: 'count',
      carried: 'count',
      quarantined: 'count',
      alarms: 'count',
      milliseconds: 'count',
    },
  },
  releaseHeld: { level: 'info', fields: { releaseId: 'id', publishedId: 'id' } },
  releasePublished: { level: 'info', fields: { releaseId: 'id', publishedId: 'id' } },
  destructionSigned: { level: 'info', fields: { destructionId: 'id' } },
  releaseRemoved: { level: 'info', fields: { releaseId: 'id', publishedId: 'id' } },
  releaseFailed: { level: 'warn', fields: { releaseId: 'id', code: 'code' } },
  releasesSwept: { level: 'info', fields: { files: 'count' } },
} as const;

export type PublisherEvents = Events<typeof CATALOGUE>;

export function publisherEvents(logger: Logger): PublisherEvents {
  return bindEvents(logger, CATALOGUE);
}
