/** What the queue logs: job names and the ids their payloads carry. */
export const QUEUE_EVENTS = {
  jobFinished: { level: 'info', fields: { jobId: 'id', milliseconds: 'count' } },
  jobRejected: { level: 'info', fields: { jobId: 'id', code: 'code', milliseconds: 'count' } },
  jobPutOff: { level: 'warn', fields: { jobId: 'id', code: 'code', attempt: 'count' } },
  jobFailed: { level: 'error', fields: { jobId: 'id', code: 'code', attempt: 'count' } },
  ringLost: { level: 'warn', fields: { jobId: 'id' } },
  sweepFailed: { level: 'warn', fields: {} },
  queueTroubled: { level: 'warn', fields: {} },
} as const;
