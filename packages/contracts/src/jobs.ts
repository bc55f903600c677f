import { z } from 'zod';

/** Every job there is. Payloads carry ids only: losing the queue loses nothing, reading it tells nothing. */
export const JOBS = {
  'commit-upload': { payload: z.strictObject({ uploadId: z.uuid() }), attempts: 5, timeoutSeconds: 3600 },
  'rekey-upload': { payload: z.strictObject({ uploadId: z.uuid() }), attempts: 3, timeoutSeconds: 6 * 3600 },
  'end-epoch': {
    payload: z.strictObject({ keyEpoch: z.int().positive() }),
    attempts: 3,
    timeoutSeconds: 3600,
  },
  'sign-destruction': {
    payload: z.strictObject({ destructionId: z.uuid() }),
    attempts: 3,
    timeoutSeconds: 60,
  },
  'link-run': { payload: z.strictObject({ runId: z.uuid() }), attempts: 3, timeoutSeconds: 6 * 3600 },
  'build-release': {
    payload: z.strictObject({ releaseId: z.uuid() }),
    attempts: 3,
    timeoutSeconds: 6 * 3600,
  },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<K extends JobName> = z.infer<(typeof JOBS)[K]['payload']>;
