import { dropDecimalTail, repairDigits } from './digit-slips.ts';
import { foldLetters } from './fold-letters.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

const PLACEHOLDER_CODES: ReadonlySet<string> = new Set(['00000', '99999', '11111', '12345']);

/**
 * Five digits: ZIP+4 is cut, leading zeros lost by a spreadsheet come back (`1563` -> `01563`, `501` -> `00501`).
 * A foreign code with letters (at least two) and digits stays as letters and digits without spaces.
 */
export function readPostalCode(rawValue: string | undefined): Reading<string> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const folded = dropDecimalTail(foldLetters(raw.value));
  const code = folded.replace(/[^A-Z0-9]/g, '');
  const letters = code.replace(/[^A-Z]/g, '').length;
  const us = fiveDigits(letters === 1 ? repairDigits(folded) : folded);
  if (us !== null) return PLACEHOLDER_CODES.has(us) ? PLACEHOLDER : valid(us);
  const isForeign = code.length >= 4 && code.length <= 8 && letters >= 2 && letters < code.length;
  if (isForeign) return valid(code);
  return /^(?:UNKNOWN|UNK|NA|NONE|NULL|X+)$/.test(code) ? PLACEHOLDER : INVALID;
}

function fiveDigits(text: string): string | null {
  const match =
    /^(\d{3,5})(?:[-\s]+\d{1,4})?$/.exec(text) ?? /^(\d{4,5})\d{4}$/.exec(text.replace(/[\s-]/g, ''));
  return match?.[1]?.padStart(5, '0') ?? null;
}
