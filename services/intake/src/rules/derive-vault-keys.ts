import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Keys of the vault's own permutation of tokens: one for every domain in which tokens are compared. */
export type VaultKeys = {
  /** Tokens of persons. */
  readonly persons: KeyObject;
  /** `employer` and `successor_of`, in wage files and employer files alike, so that they still join. */
  readonly employers: KeyObject;
  /** `employer_unit`, in both. */
  readonly employerUnits: KeyObject;
  /** The numbers of subjects: compared with nothing outside their upload. */
  readonly subjects: KeyObject;
  /** A college's codes that the catalogue does not know. */
  readonly codes: KeyObject;
};

/**
 * Claim: whoever steals the vault and holds every contributor's exchange key still cannot test a guess against a
 * stored token: it went through AES-128 under a key derived from the vault key, which intake alone holds. One
 * domain's key tells nothing about another's (HKDF, RFC 5869, distinct `info`). Not claimed: protection from
 * intake itself.
 *
 * `vaultKey` is 16 bytes or more; the same key always gives the same vault keys, or old uploads would not join.
 */
export function deriveVaultKeys(vaultKey: Uint8Array): VaultKeys {
  if (vaultKey.length < 16) throw new RangeError('the vault key has at least 16 bytes');
  const derive = (domain: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', vaultKey, '', `credlink vault re-key v1 ${domain}`, 16)));
  return {
    persons: derive('persons'),
    employers: derive('employers'),
    employerUnits: derive('employer units'),
    subjects: derive('subjects'),
    codes: derive('codes'),
  };
}
