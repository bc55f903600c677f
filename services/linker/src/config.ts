import {
  type Environment,
  LOG_LEVELS,
  queueUrl,
  readConfig,
  secretText,
  wholeNumber,
} from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject({
  /** Logs in as credlink_linker. */
  databaseUrl: secretText(),
  /** redis://... or postgres://... of the queue's own login. */
  queueUrl: queueUrl(),
  vaultFolder: z.string(),
  /** Where queries spill to, for this process alone; one in the system's folder for temporary files unless said. */
  tempFolder: z.string().optional(),
  /** As DuckDB writes it. Beyond it a run spills to disk. */
  memoryLimit: z
    .string()
    .regex(/^\d+ ?[KMGT]i?B$/)
    .default('4GiB'),
  threads: wholeNumber(1, 256).default(2),
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** How often lost rings are made good. */
  sweepSeconds: wholeNumber(1, 86_400).default(15),
  /** A run whose process died is taken up again after so long. */
  jobLockSeconds: wholeNumber(1, 3600).default(15),
});

export type LinkerConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readLinkerConfig(environment: Environment): LinkerConfig {
  return readConfig('CREDLINK_', Config, environment);
}
