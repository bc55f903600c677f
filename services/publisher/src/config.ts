import { type Environment, readConfig, Secret, secretKey, WORKER_SETTINGS } from '@credlink/runtime';
import { z } from 'zod';
import type { SecretLimits } from './release-policy.ts';
import { RELEASE_KEY_LENGTH } from './sign-certificate.ts';

/** `3/0.75`: fewest employers behind a shown figure, and the largest share of one of them. */
export function secretLimits(): z.ZodType<Secret<SecretLimits> | undefined, string | undefined> {
  return z
    .string()
    .regex(/^[1-9]\d?\/(0\.\d{1,4}|1)$/, 'is not of the form 3/0.8')
    .transform((text) => {
      const [contributors, share] = text.split('/');
      return new Secret({ minimumContributors: Number(contributors), largestShare: Number(share) });
    })
    .refine((limits) => limits.reveal().largestShare > 0, 'is not of the form 3/0.8')
    .optional();
}

const Config = z.strictObject({
  ...WORKER_SETTINGS,
  /** Seed of the key pair that certificates are signed with. */
  releaseKey: secretKey(RELEASE_KEY_LENGTH),
  /** Stricter limits of concentration than the policies', known to the publisher alone. */
  concentrationLimits: secretLimits(),
});

export type PublisherConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readPublisherConfig(environment: Environment): PublisherConfig {
  return readConfig('CREDLINK_', Config, environment);
}
