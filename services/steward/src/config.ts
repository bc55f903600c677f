import {
  type Environment,
  LOG_LEVELS,
  port,
  queueUrl,
  readConfig,
  secretText,
  wholeNumber,
} from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject({
  /** Logs in as credlink_steward. */
  databaseUrl: secretText(),
  queueUrl: queueUrl(),
  host: z.string().default('127.0.0.1'),
  port: port().default(4103),
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** Requests from one address. */
  requestsPerMinute: wholeNumber(1, 1_000_000).default(1200),
});

export type StewardConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readStewardConfig(environment: Environment): StewardConfig {
  return readConfig('CREDLINK_', Config, environment);
}
