import { type Environment, LOG_LEVELS, port, readConfig, secretText, wholeNumber } from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject({
  /** Logs in as credlink_outcomes. */
  databaseUrl: secretText(),
  host: z.string().default('127.0.0.1'),
  port: port().default(4100),
  logLevel: z.enum(LOG_LEVELS).default('info'),
  /** Requests from one address. */
  requestsPerMinute: wholeNumber(1, 1_000_000).default(600),
});

export type OutcomesConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readOutcomesConfig(environment: Environment): OutcomesConfig {
  return readConfig('CREDLINK_', Config, environment);
}
