import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * The outer keys of the vault: what is kept of a token goes through a permutation of its own width under them, so that
 * they can be exchanged for others without the contributors. One for every domain in which values are compared.
 */
export type VaultLayer = {
  readonly candidates: KeyObject;
  readonly digests: KeyObject;
  /** `employer` and `successor_of` of facts. */
  readonly employers: KeyObject;
  readonly employerUnits: KeyObject;
  /** Evidence tags of one rule, by its code. */
  evidence(rule: number): KeyObject;
};

/** From which layer to which; null is none. */
export type LayerChange = { readonly from: VaultLayer | null; readonly to: VaultLayer | null };

export const VAULT_LAYER_KEY_LENGTH = 32;

/** HKDF (RFC 5869) with a distinct `info` for each domain: one domain's key tells nothing about another's. */
export function deriveVaultLayer(layerKey: Uint8Array): VaultLayer {
  if (layerKey.length !== VAULT_LAYER_KEY_LENGTH) throw new RangeError('a vault layer key has 32 bytes');
  const derive = (domain: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', layerKey, '', `credlink vault layer v1 ${domain}`, 16)));
  return {
    candidates: derive('candidates'),
    digests: derive('digests'),
    employers: derive('employers'),
    employerUnits: derive('employer units'),
    evidence: (rule) => derive(`evidence ${rule}`),
  };
}
