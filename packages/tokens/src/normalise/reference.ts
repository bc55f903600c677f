import type { RawIdentifiers } from '../identifiers.ts';
import { foldLetters, lettersAndDigits } from './fold-letters.ts';
import { isPlaceholderName } from './name-words.ts';
import { INVALID, MISSING, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

export type Reference = { readonly issuer: string; readonly value: string };

/** An owner's own key of a person: letters and digits, upper-case. Leading zeros count. */
export function readReference(raw: RawIdentifiers['reference']): Reading<Reference> {
  if (raw === undefined) return MISSING;
  const issuer = readRaw(raw.issuer);
  const value = readRaw(raw.value);
  if (value.state !== 'valid') return value;
  if (issuer.state !== 'valid') return INVALID;
  const issuerLetters = lettersAndDigits(foldLetters(issuer.value));
  const letters = lettersAndDigits(foldLetters(value.value));
  if (letters.length === 0 || issuerLetters.length === 0) return INVALID;
  if (isPlaceholderName(letters) || /^0+$/.test(letters)) return PLACEHOLDER;
  return valid({ issuer: issuerLetters, value: letters });
}
