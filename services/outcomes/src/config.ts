import { type Environment, httpSettings, readConfig } from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject({
  ...httpSettings({ port: 4100, requestsPerMinute: 600 }),
});

export type OutcomesConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readOutcomesConfig(environment: Environment): OutcomesConfig {
  return readConfig('CREDLINK_', Config, environment);
}
