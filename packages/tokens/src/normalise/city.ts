import { foldLetters, joinWords, lettersAndDigits } from './fold-letters.ts';
import { isPlaceholderName } from './name-words.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

const FIRST_WORDS: ReadonlyMap<string, string> = new Map([
  ['SAINT', 'ST'],
  ['SAINTE', 'STE'],
  ['FORT', 'FT'],
  ['MOUNT', 'MT'],
  ['NORTH', 'N'],
  ['SOUTH', 'S'],
  ['EAST', 'E'],
  ['WEST', 'W'],
]);

/** Letters of a town's name run together; Saint, Fort, Mount and directions in front in their short form. */
export function readCity(rawValue: string | undefined): Reading<string> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const words = foldLetters(raw.value)
    .replace(/['.’`]/g, '')
    .split(/[\s\p{Z}\p{C},;:/()\\_-]+/u)
    .map(lettersAndDigits)
    .filter((word) => word.length > 0);
  const [first, ...rest] = words;
  if (first === undefined) return INVALID;
  const city = joinWords([rest.length > 0 ? (FIRST_WORDS.get(first) ?? first) : first, ...rest]);
  if (/^\d+$/.test(city)) return INVALID;
  return isPlaceholderName(city) ? PLACEHOLDER : valid(city);
}
