import { rejected } from '@credlink/contracts';
import { type Policy, PROFILES, strictest } from '@credlink/disclosure';

/** Limits of concentration that this exchange keeps secret. */
export type SecretLimits = Policy['concentration'];

/** What asks for a profile: the agreement that data of the release came under. */
type Asking = { readonly agreementId: string; readonly privacyProfile: string };

/**
 * The policy of a release: the one it was ordered under, made at least as strict as what every agreement with data in
 * it asks for, and as the secret limits of the exchange. The version names the profiles that made it stricter; of the
 * secret limits it says nothing.
 *
 * @throws {AppError} `policy_invalid` for an agreement whose profile is not known
 */
export function releasePolicy(
  ordered: Policy,
  asking: readonly Asking[],
  limits: SecretLimits | null,
): Policy {
  const profiles = asking.map(({ agreementId, privacyProfile }) => {
    if (isProfile(privacyProfile)) return PROFILES[privacyProfile];
    throw rejected(
      'policy_invalid',
      `Agreement ${agreementId} names a disclosure profile that is not known. Enter the agreement again with one of ${Object.keys(PROFILES).join(', ')}.`,
      { agreementId },
    );
  });
  const agreed = strictest(ordered, profiles);
  if (limits === null) return agreed;
  const limited = strictest(agreed, [{ ...agreed, concentration: limits }]);
  return { ...limited, version: agreed.version };
}

/** Names of the profiles that were asked for, each once. */
export function profilesAsked(asking: readonly Asking[]): readonly string[] {
  return [...new Set(asking.map(({ privacyProfile }) => privacyProfile))].sort();
}

function isProfile(name: string): name is keyof typeof PROFILES {
  return Object.hasOwn(PROFILES, name);
}
