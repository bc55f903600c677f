import { hkdfSync } from 'node:crypto';
import { transient } from '@credlink/contracts';
import { deriveVaultLayer, type VaultLayer } from '@credlink/vault';
import { deriveVaultKeys, type VaultKeys } from './derive-vault-keys.ts';

/** The keys one intake was given. A key of the vault is the inner key with a layer over it, or with none. */
export type VaultKeyring = {
  readonly inner: VaultKeys;
  /** Check value of the inner key without a layer. */
  readonly plain: string;
  /** Check values of those with a layer; null where none was given. */
  readonly layer: string | null;
  readonly next: string | null;
  /**
   * The layer of a check value, null for none.
   * @throws {AppError} transient `service_unavailable` where this intake was not given that key
   */
  layerOf(keyCheck: string): VaultLayer | null;
};

const CHECK_LENGTH = 16;

/**
 * Claim: a check value tells which key it is and nothing of it: HKDF of the inner key and the layer key together, with
 * an `info` nothing else is derived with. Another inner key or another layer gives another one.
 */
export function vaultKeyCheck(vaultKey: Uint8Array, layerKey: Uint8Array | null): string {
  const material = Buffer.concat([vaultKey, layerKey ?? new Uint8Array(0)]);
  return Buffer.from(
    hkdfSync(
      'sha256',
      material,
      '',
      `credlink vault key check v1 ${layerKey === null ? 'plain' : 'layer'}`,
      CHECK_LENGTH,
    ),
  ).toString('hex');
}

export function vaultKeyring(
  vaultKey: Uint8Array,
  layerKeys: { readonly layer?: Uint8Array | undefined; readonly next?: Uint8Array | undefined } = {},
): VaultKeyring {
  const plain = vaultKeyCheck(vaultKey, null);
  const known = new Map<string, VaultLayer | null>([[plain, null]]);
  const enter = (layerKey: Uint8Array | undefined): string | null => {
    if (layerKey === undefined) return null;
    const keyCheck = vaultKeyCheck(vaultKey, layerKey);
    known.set(keyCheck, deriveVaultLayer(layerKey));
    return keyCheck;
  };
  return {
    inner: deriveVaultKeys(vaultKey),
    plain,
    layer: enter(layerKeys.layer),
    next: enter(layerKeys.next),
    layerOf: (keyCheck) => {
      const layer = known.get(keyCheck);
      if (layer !== undefined) return layer;
      throw transient(
        'service_unavailable',
        `this intake was not given the vault key ${keyCheck}; start it again with it`,
      );
    },
  };
}
