import { repairDigits } from './digit-slips.ts';
import { foldLetters, joinWords, lettersAndDigits } from './fold-letters.ts';
import { isPlaceholderName } from './name-words.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';
import { DIRECTIONS, ORDINALS, STREET_PARTICLES, STREET_SUFFIXES, UNIT_MARKERS } from './street-words.ts';

export type Street = { readonly line: string; readonly number: string | null; readonly word: string | null };

function streetTokens(text: string): readonly string[] {
  return foldLetters(text)
    .replace(/\bP\.?\s*O\.?\s*BOX\b|\bPOST OFFICE BOX\b/g, 'POBOX')
    .replace(/['.’`]/g, '')
    .replace(/(\d)\s*-\s*(?=\d)/g, '$1 ')
    .split(/[\s\p{Z}\p{C},;:#/()\\-]+/u)
    .map(lettersAndDigits)
    .filter((token) => token.length > 0 && !UNIT_MARKERS.has(token))
    .map((token) => DIRECTIONS.get(token) ?? STREET_SUFFIXES.get(token) ?? ORDINALS.get(token) ?? token);
}

const isNumber = (token: string): boolean => /^\d+[A-Z]?$/.test(token);

function mainWord(tokens: readonly string[]): string | null {
  const route = tokens.findIndex(
    (token, index) => /^(?:HWY|RTE)$/.test(token) && isNumber(tokens[index + 1] ?? ''),
  );
  if (route >= 0) return tokens.slice(route, route + 2).join('');
  const named = tokens.filter(
    (token) => !isNumber(token) && !DIRECTIONS.has(token) && !STREET_PARTICLES.has(token),
  );
  const own = named.find((token) => !STREET_SUFFIXES.has(token) && token.length > 1);
  return own ?? tokens.find((token) => !isNumber(token)) ?? tokens[0] ?? null;
}

/**
 * A delivery line in one form: directions, suffixes and ordinals abbreviated as USPS does, unit markers dropped and
 * their numbers kept. `number` is the leading house (or box) number without zeros in front; `word` the first word
 * that is neither direction nor suffix.
 */
export function readStreet(rawValue: string | undefined): Reading<Street> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const tokens = streetTokens(raw.value);
  const line = joinWords(tokens);
  if (line.length === 0) return INVALID;
  if (
    (/\D/.test(line) && isPlaceholderName(line)) ||
    /^(?:HOMELESS|GENERALDELIVERY|TRANSIENT|0+)$/.test(line)
  )
    return PLACEHOLDER;
  const [first = '', ...rest] = tokens;
  if (first === 'POBOX') return valid({ line, number: houseNumber(rest[0]), word: first });
  const number = houseNumber(first);
  return valid({ line, number, word: mainWord(number === null ? tokens : rest) });
}

function houseNumber(token: string | undefined): string | null {
  if (token === undefined || !/\d/.test(token)) return null;
  const repaired = isNumber(token) ? token : repairDigits(token);
  const digits = isNumber(repaired) ? /^0*(\d+)/.exec(repaired)?.[1] : undefined;
  return digits ?? null;
}
