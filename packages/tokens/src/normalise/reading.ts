import type { AttributeState } from '../identifiers.ts';

/** What became of one raw value: its canonical form, or the reason there is none. */
export type Reading<T> =
  | { readonly state: 'valid'; readonly value: T }
  | { readonly state: Exclude<AttributeState, 'valid'>; readonly value: null };

export const MISSING: Reading<never> = { state: 'missing', value: null };
export const INVALID: Reading<never> = { state: 'invalid', value: null };
export const PLACEHOLDER: Reading<never> = { state: 'placeholder', value: null };

export function valid<T>(value: T): Reading<T> {
  return { state: 'valid', value };
}

/** Longest raw value that is read at all, in UTF-16 units. Fixed-width fields with their padding stay far below. */
const LONGEST_RAW_VALUE = 512;

/**
 * Trims a raw value. Claim: work on hostile input is bounded, because nothing longer than LONGEST_RAW_VALUE is
 * looked at; such a value is invalid, not cut, so that two long values never agree by their beginning.
 */
export function readRaw(raw: string | undefined): Reading<string> {
  if (raw === undefined || raw.length === 0) return MISSING;
  if (raw.length > LONGEST_RAW_VALUE) return INVALID;
  const trimmed = raw.trim();
  return trimmed.length === 0 ? MISSING : valid(trimmed);
}
