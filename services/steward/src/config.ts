import { type Environment, httpSettings, queueUrl, readConfig } from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject({
  ...httpSettings({ port: 4103, requestsPerMinute: 1200 }),
  queueUrl: queueUrl(),
});

export type StewardConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readStewardConfig(environment: Environment): StewardConfig {
  return readConfig('CREDLINK_', Config, environment);
}
