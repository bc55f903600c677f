import { type Environment, readConfig, secretKey, WORKER_SETTINGS } from '@credlink/runtime';
import { z } from 'zod';
import { RELEASE_KEY_LENGTH } from './sign-certificate.ts';

const Config = z.strictObject({
  ...WORKER_SETTINGS,
  /** Seed of the key pair that certificates are signed with. */
  releaseKey: secretKey(RELEASE_KEY_LENGTH),
});

export type PublisherConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readPublisherConfig(environment: Environment): PublisherConfig {
  return readConfig('CREDLINK_', Config, environment);
}
