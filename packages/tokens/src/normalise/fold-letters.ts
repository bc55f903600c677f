/** Latin letters that Unicode does not decompose. Keys are upper-case: folding raises case first. */
const LETTER_MAP: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Ǽ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Ǿ: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ħ: 'H',
  Ŧ: 'T',
  Ŋ: 'NG',
  Ɖ: 'D',
  Ɓ: 'B',
  Ɗ: 'D',
  Ƙ: 'K',
  Ə: 'E',
  Ɛ: 'E',
  Ɔ: 'O',
  ẞ: 'SS',
  ĸ: 'K',
};

const MAPPED = new RegExp(`[${Object.keys(LETTER_MAP).join('')}]`, 'gu');
const COMBINING_MARKS = /[\u0300-\u036f]/g;
const NOT_ASCII = /[^\u0020-\u007e]/;
const NOT_LETTER_MARK_OR_DIGIT = /[^\p{L}\p{M}\p{Nd}]/gu;

/**
 * Upper-cases, takes compatibility forms and accents away (`ß` -> `SS`, `é` -> `E`, `ﬁ` -> `FI`, `Ø` -> `O`).
 * Spaces and punctuation stay. Letters of other scripts stay as upper-case letters, so that such names still
 * agree with themselves.
 */
export function foldLetters(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toUpperCase();
  return text
    .toUpperCase()
    .normalize('NFKD')
    .toUpperCase()
    .replace(COMBINING_MARKS, '')
    .replace(MAPPED, (letter) => LETTER_MAP[letter] ?? '')
    .normalize('NFC');
}

/** Letters and digits of a folded text, run together; marks without any letter are nothing. */
export function lettersAndDigits(folded: string): string {
  if (!NOT_ASCII.test(folded)) return folded.replace(/[^A-Z0-9]/g, '');
  const kept = folded.replace(NOT_LETTER_MARK_OR_DIGIT, '').normalize('NFC');
  return /[\p{L}\p{Nd}]/u.test(kept) ? kept : '';
}

/** Words run together. Letters of some scripts compose across the seam, so the result is brought to NFC again. */
export function joinWords(words: readonly string[]): string {
  return words.join('').normalize('NFC');
}
