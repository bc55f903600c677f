import { z } from 'zod';
import { secretText, wholeNumber } from './config.ts';
import { LOG_LEVELS } from './logger.ts';
import { queueUrl } from './queue/queue-url.ts';

/** Settings of every service that listens on no port and does jobs over many rows. */
export const WORKER_SETTINGS = {
  /** Logs in as the service's own role. */
  databaseUrl: secretText(),
  /** redis://... or postgres://... of the queue's own login. */
  queueUrl: queueUrl(),
  vaultFolder: z.string(),
  /** Where queries spill to, for this process alone; one in the system's folder for temporary files unless said. */
  tempFolder: z.string().optional(),
  /** As DuckDB writes it. Beyond it a job spills to disk. */
  memoryLimit: z
    .string()
    .regex(/^\d+ ?[KMGT]i?B$/)
    .default('4GiB'),
  /** Most that a job may spill, as DuckDB writes it; what the disk holds unless said. Beyond it a job ends with `disk_full`. */
  spillLimit: z
    .string()
    .regex(/^\d+ ?[KMGT]i?B$/)
    .optional(),
  threads: wholeNumber(1, 256).default(2),
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** How often lost rings are made good. */
  sweepSeconds: wholeNumber(1, 86_400).default(15),
  /** A job whose process died is taken up again after so long. */
  jobLockSeconds: wholeNumber(1, 3600).default(15),
};

export type WorkerConfig = z.infer<z.ZodObject<typeof WORKER_SETTINGS>>;

/** What the engine of one job may use. */
export function engineLimits({ memoryLimit, spillLimit, threads }: WorkerConfig, tempFolder: string) {
  return { memoryLimit, spillLimit, threads, tempFolder };
}
