import { type KeyPair, loadOprf } from '@credlink/tokens';

/** Bytes of the secret an exchange's OPRF keys are derived from. */
export const OPRF_SEED_LENGTH = 32;

/** What an OPRF key belongs to. A new epoch has a new key; destroying the seed destroys all of them. */
export type KeyScope = { readonly exchangeId: string; readonly keyEpoch: number };

/**
 * The keyholder's key pair of one exchange and epoch: DeriveKeyPair of RFC 9497 section 3.2.1 with the scope as
 * `info`. The public key is what the exchange's parameters publish, base64.
 *
 * @param seed 32 random bytes, the value of CREDLINK_OPRF_KEY
 */
export async function deriveKeyPair(seed: Uint8Array, scope: KeyScope): Promise<KeyPair> {
  const oprf = await loadOprf('voprf');
  return oprf.deriveKeyPair(
    seed,
    Buffer.from(`credlink oprf v1 ${scope.exchangeId} ${scope.keyEpoch}`, 'utf8'),
  );
}
