import { z } from 'zod';

/** Every job there is. Payloads carry ids only: losing the queue loses nothing, reading it tells nothing. */
export const JOBS = {
  'commit-upload': { payload: z.strictObject({ uploadId: z.uuid() }), attempts: 5, timeoutSeconds: 3600 },
  'link-run': { payload: z.strictObject({ runId: z.uuid() }), attempts: 3, timeoutSeconds: 6 * 3600 },
  'build-release': {
    payload: z.strictObject({ releaseId: z.uuid() }),
    attempts: 3,
    timeoutSeconds: 6 * 3600,
  },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<K extends JobName> = z.infer<(typeof JOBS)[K]['payload']>;
/** What a handler needs of an AbortSignal; spelled out because pure packages know no platform types. */
type Signal = { readonly aborted: boolean; throwIfAborted(): void };

export type JobHandler<K extends JobName> = (payload: JobPayload<K>, signal: Signal) => Promise<void>;
