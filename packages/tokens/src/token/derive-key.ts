import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../encoding/utf8.ts';

/** Bytes of an exchange key and of every key derived from it. */
export const KEY_LENGTH = 32;

/** What each derived key is for. A label is part of the key: two purposes never share one. */
const KEY_LABELS = {
  rule: 'credlink/rule/v1',
  employer: 'credlink/employer/v1',
  employerUnit: 'credlink/employer-unit/v1',
  sourceDigest: 'credlink/source-digest/v1',
  keyCheck: 'credlink/key-check/v1',
} as const;

export type KeyPurpose = keyof typeof KEY_LABELS;

/**
 * HKDF-SHA-256 (RFC 5869) of the exchange key without salt, as the key is uniform already; info is the label, its
 * length first, then each number as four big-endian bytes.
 *
 * @throws {TypeError} when the exchange key has not 32 bytes.
 * @throws {RangeError} when a number is no unsigned 32-bit integer.
 */
export function deriveKey(
  exchangeKey: Uint8Array,
  purpose: KeyPurpose,
  ...numbers: readonly number[]
): Uint8Array {
  if (exchangeKey.length !== KEY_LENGTH) throw new TypeError('an exchange key has 32 bytes');
  const label = utf8(KEY_LABELS[purpose]);
  const info = new Uint8Array(1 + label.length + 4 * numbers.length);
  info[0] = label.length;
  info.set(label, 1);
  const view = new DataView(info.buffer);
  for (const [index, number] of numbers.entries()) {
    if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) {
      throw new RangeError('a key is labelled with unsigned 32-bit integers');
    }
    view.setUint32(1 + label.length + 4 * index, number);
  }
  return hkdf(sha256, exchangeKey, undefined, info, KEY_LENGTH);
}
