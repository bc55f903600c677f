import { type Environment, readConfig, WORKER_SETTINGS } from '@credlink/runtime';
import { z } from 'zod';

const Config = z.strictObject(WORKER_SETTINGS);

export type PublisherConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readPublisherConfig(environment: Environment): PublisherConfig {
  return readConfig('CREDLINK_', Config, environment);
}
