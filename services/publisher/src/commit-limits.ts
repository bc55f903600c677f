import { createHmac } from 'node:crypto';
import { commitLimits } from '@credlink/disclosure';
import type { Secret } from '@credlink/runtime';
import type { SecretLimits } from './release-policy.ts';

/** What an auditor is given, to compare with the commitment in the certificate. */
export type OpenedLimits = { readonly concentration: SecretLimits; readonly salt: string };

/**
 * Limits of concentration with the salt of one release. The salt follows from the publisher's key and the content of the
 * release, so it can be found again and no release's opening helps with another.
 *
 * @param contentSha256 of the release, 64 hex digits
 */
export function openLimits(
  concentration: SecretLimits,
  contentSha256: string,
  releaseKey: Secret<Uint8Array>,
): OpenedLimits {
  const salt = createHmac('sha256', releaseKey.reveal())
    .update(`credlink limits of concentration v1 ${contentSha256}`)
    .digest('hex');
  return { concentration, salt };
}

export function commitmentOf({ concentration, salt }: OpenedLimits): string {
  return commitLimits(concentration, salt);
}
