import type { JobName, JobPayload } from '@credlink/contracts';

/** Does one job. Safe to run twice; when the signal fires it stops at its next safe point. */
export type JobHandler<K extends JobName> = (payload: JobPayload<K>, signal: AbortSignal) => Promise<void>;
