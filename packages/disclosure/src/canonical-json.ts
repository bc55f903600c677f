import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * JSON with object keys in code-unit order and no white space, as RFC 8785 writes it for the values used here. A member
 * that is undefined is not there, as everywhere in JSON.
 * @throws {RangeError} for a number JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('number is not finite');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, member]) =>
      member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`],
    );
  return `{${members.join(',')}}`;
}

/** SHA-256 of the canonical JSON, 64 hex digits. */
export function digestJson(value: Json): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
