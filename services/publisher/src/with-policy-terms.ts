import type { Certificate } from '@credlink/contracts';
import { type Policy, publicTerms } from '@credlink/disclosure';
import type { Secret } from '@credlink/runtime';
import { commitmentOf, openLimits } from './commit-limits.ts';
import { profilesAsked } from './release-policy.ts';

/**
 * Puts the policy itself into a certificate: its terms, over which its digest is, the profiles that agreements asked
 * for, and a commitment to the limits that are not published.
 */
export function withPolicyTerms(
  certificate: Omit<Certificate, 'signature'>,
  policy: Policy,
  asking: Parameters<typeof profilesAsked>[0],
  releaseKey: Secret<Uint8Array>,
): Omit<Certificate, 'signature'> {
  const opened = openLimits(policy.concentration, certificate.contentSha256, releaseKey);
  return {
    ...certificate,
    policy: {
      ...certificate.policy,
      terms: publicTerms(policy),
      profiles: [...profilesAsked(asking)],
      concentrationCommitment: commitmentOf(opened),
    },
  };
}
