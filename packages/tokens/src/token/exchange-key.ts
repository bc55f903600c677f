import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { utf8 } from '../encoding/utf8.ts';
import { deriveKey, KEY_LENGTH } from './derive-key.ts';

/** The secret the contributors of an exchange share, and which exchange and epoch it belongs to. */
export type ExchangeKey = {
  readonly exchangeId: string;
  readonly keyEpoch: number;
  readonly key: Uint8Array;
};

export type ExchangeKeyProblem =
  | 'not_json'
  | 'fields_differ'
  | 'key_not_base64'
  | 'key_length'
  | 'key_not_random';

export type ExchangeKeyReading =
  | { readonly kind: 'key'; readonly exchangeKey: ExchangeKey }
  | { readonly kind: 'refused'; readonly problem: ExchangeKeyProblem };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** 32 random bytes have 30 different ones on average; fewer than 16 has a chance below 10^-14. */
const FEWEST_DIFFERENT_BYTES = 16;

/**
 * Why 32 bytes cannot be an exchange key, or null.
 *
 * Claim: a typed passphrase, a repeated pattern or a counter is refused as exchange key, so that nobody who sees
 * tokens can guess the key. Random bytes are refused with a chance below 10^-13. Not claimed: a key made from a weak
 * random source, or a hashed passphrase, looks random here.
 */
function weaknessOf(key: Uint8Array): ExchangeKeyProblem | null {
  if (key.length !== KEY_LENGTH) return 'key_length';
  const isText = key.every((byte) => byte >= 0x09 && byte <= 0x7e);
  const steps = new Set([...key].map((byte, index) => (byte - (key[index - 1] ?? byte)) & 0xff));
  const isPattern = new Set(key).size < FEWEST_DIFFERENT_BYTES || steps.size <= 2;
  return isText || isPattern ? 'key_not_random' : null;
}

/**
 * An exchange key from 32 bytes of a cryptographic random source, which the caller owns.
 *
 * @throws {RangeError} when the bytes are not 32 or not random.
 */
export function generateExchangeKey(randomBytes: Uint8Array): Uint8Array {
  const weakness = weaknessOf(randomBytes);
  if (weakness !== null) throw new RangeError('an exchange key is made from 32 random bytes');
  return randomBytes.slice();
}

/** The key file as text: JSON `{exchangeId, keyEpoch, key}`, key in base64. */
export function formatExchangeKeyFile({ exchangeId, keyEpoch, key }: ExchangeKey): string {
  return `${JSON.stringify({ exchangeId, keyEpoch, key: toBase64(key) }, null, 2)}\n`;
}

/** Reads a key file. Refusals never repeat what the file holds. */
export function parseExchangeKeyFile(text: string): ExchangeKeyReading {
  const refused = (problem: ExchangeKeyProblem): ExchangeKeyReading => ({ kind: 'refused', problem });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('not_json');
  }
  if (
    typeof json !== 'object' ||
    json === null ||
    Object.keys(json).sort().join() !== 'exchangeId,key,keyEpoch'
  ) {
    return refused('fields_differ');
  }
  const { exchangeId, keyEpoch, key } = json as Record<string, unknown>;
  if (typeof exchangeId !== 'string' || !UUID.test(exchangeId) || typeof key !== 'string') {
    return refused('fields_differ');
  }
  if (typeof keyEpoch !== 'number' || !Number.isInteger(keyEpoch) || keyEpoch < 1 || keyEpoch > 0x7fff_ffff) {
    return refused('fields_differ');
  }
  const bytes = fromBase64(key);
  if (bytes === null) return refused('key_not_base64');
  const weakness = weaknessOf(bytes);
  return weakness === null
    ? { kind: 'key', exchangeKey: { exchangeId, keyEpoch, key: bytes } }
    : refused(weakness);
}

/** Lower-case hex of 16 bytes that tell a contributor it holds the exchange's key, and tell nobody else anything. */
export function keyCheckValue(exchangeKey: Uint8Array): string {
  const full = hmac(sha256, deriveKey(exchangeKey, 'keyCheck'), utf8('credlink key check value'));
  return bytesToHex(full.subarray(0, 16));
}

/**
 * Key of the HMAC-SHA-256 over a source file's bytes (`sourceDigest` of the manifest): the same file twice has the
 * same digest, and nobody without the exchange key can test a guess of the file.
 */
export function sourceDigestKey(exchangeKey: Uint8Array): Uint8Array {
  return deriveKey(exchangeKey, 'sourceDigest');
}
