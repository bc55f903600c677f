import { hkdfSync } from 'node:crypto';

/**
 * Keys for what never leaves this machine: HKDF-SHA-256 (RFC 5869) of the exchange key with a label of its own per
 * use. Keys of what is exchanged are derived in packages/tokens.
 */
export function deriveLocalKey(exchangeKey: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', exchangeKey, new Uint8Array(0), `credlink/local/${use}/v1`, 32));
}
