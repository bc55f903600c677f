import { type Environment, readConfig, WORKER_SETTINGS } from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject(WORKER_SETTINGS);

export type LinkerConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readLinkerConfig(environment: Environment): LinkerConfig {
  return readConfig('CREDLINK_', Config, environment);
}
