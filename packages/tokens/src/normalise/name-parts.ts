import { foldLetters, lettersAndDigits } from './fold-letters.ts';
import { POST_NOMINALS, SUFFIXES, TITLES } from './name-words.ts';

/** Scanner slips inside a word that has letters: the reverse of digit-slips.ts. */
const LETTER_SLIPS: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'L',
  '|': 'L',
  '2': 'Z',
  '3': 'E',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
  '9': 'G',
};

const HYPHENS = /[-\u2010-\u2015\u2212]/;
const SEPARATORS = /[\s\p{Z}\p{C}()[\]{}"“”„«»,/_&;+]+/u;
const ORDINAL = /^\d+(ST|ND|RD|TH)$/;

function cleanWord(word: string): string {
  if (ORDINAL.test(word)) return word;
  const digits = /[0-9|]/.test(word);
  if (digits && !/\p{L}/u.test(word)) return '';
  return lettersAndDigits(digits ? word.replace(/[0-9|]/g, (slip) => LETTER_SLIPS[slip] ?? '') : word);
}

/**
 * Words of a name in groups: spaces, commas and brackets part groups, hyphens part the words of one group.
 * Dots and apostrophes are dropped (`K.C.` is one word, `O'Neil` too).
 */
export function nameGroups(text: string): readonly (readonly string[])[] {
  if (/^[A-Za-z]+$/.test(text)) return [[text.toUpperCase()]];
  const groups: string[][] = [];
  for (const chunk of foldLetters(text).split(SEPARATORS)) {
    const words = chunk
      .split(HYPHENS)
      .map(cleanWord)
      .filter((word) => word.length > 0);
    if (words.length > 0) groups.push(words);
  }
  return groups;
}

export function nameWords(text: string): string[] {
  return nameGroups(text).flat();
}

/** Drops titles from the front; the last word is never dropped. */
export function dropTitles<T extends string | readonly string[]>(words: readonly T[]): readonly T[] {
  let start = 0;
  while (start < words.length - 1 && TITLES.has(String(words[start]))) start++;
  return start === 0 ? words : words.slice(start);
}

/** Takes generational suffixes and letters of merit off the end; the first word is never taken. */
export function takeSuffix<T extends string | readonly string[]>(
  words: readonly T[],
): { readonly words: readonly T[]; readonly suffix: string | null } {
  let suffix: string | null = null;
  let end = words.length;
  while (end > 1) {
    const last = String(words[end - 1]);
    if (!SUFFIXES.has(last) && !POST_NOMINALS.has(last)) break;
    suffix = SUFFIXES.get(last) ?? suffix;
    end--;
  }
  return { words: end === words.length ? words : words.slice(0, end), suffix };
}

/** `JR.` -> `JR`, `2nd` -> `II`; null for anything that is no generational suffix. */
export function readSuffix(raw: string | undefined): string | null {
  if (raw === undefined || raw.length === 0 || raw.length > 40) return null;
  return SUFFIXES.get(lettersAndDigits(foldLetters(raw))) ?? null;
}
