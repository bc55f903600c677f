/** Letters mapped before NFD; the rest of the Latin letters decompose. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{
    Æ: 'AE',
    æ: 'ae',
    Ǽ: 'AE',
    ǽ: 'ae',
    Œ: 'OE',
    œ: 'oe',
    Ø: 'O',
    ø: 'o',
    Ǿ: 'O',
    ǿ: 'o',
    ß: 'ss',
    ẞ: 'SS',
    ſ: 's',
  },
  ...{
    Ð: 'D',
    ð: 'd',
    Đ: 'D',
    đ: 'd',
    Þ: 'TH',
    þ: 'th',
    Ħ: 'H',
    ħ: 'h',
    ı: 'i',
    Ĳ: 'IJ',
    ĳ: 'ij',
    Ŧ: 'T',
    ŧ: 't',
  },
  ...{ Ŀ: 'L', ŀ: 'l', Ł: 'L', ł: 'l', ŉ: 'n', Ŋ: 'NG', ŋ: 'ng', Ƒ: 'F', ƒ: 'f', Ǆ: 'DZ', ǅ: 'Dz', ǆ: 'dz' },
  ...{ Ǉ: 'LJ', ǈ: 'Lj', ǉ: 'lj', Ǌ: 'NJ', ǋ: 'Nj', ǌ: 'nj', Ǳ: 'DZ', ǲ: 'Dz', ǳ: 'dz' },
};

const TITLE =
  /^(mr|mrs|ms|miss|dr|prof|capt|sir|col|gen|cmdr|lt|rabbi|father|brother|sister|hon|honorable|reverend|rev|doctor)\.?\s+/i;
const SUFFIX = /\s+(jr\.?|junior|sr\.?|senior|i{1,3}|iv|v|vi{0,3}|ix|x|\d+(st|nd|rd|th))$/i;
const TRAILING_INITIAL = /\s\S\.?$/;

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...['unknown', 'n/a', 'none', 'test', 'sample', 'donor', 'patient', 'automation test', 'automationtest'],
  ...['patient not found', 'patientnotfound', '<masked>', 'anonymous', 'zzztrash', 'missing', 'unavailable'],
  ...['not available', 'notavailable'],
]);

const isKnown = (value: string): boolean => value.trim().length > 0 && !PLACEHOLDERS.has(value.toLowerCase());

function foldMarks(value: string): string {
  return value
    .trim()
    .replace(/\P{ASCII}/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

const without = (value: string, pattern: RegExp): string => value.replace(pattern, '') || value;
const lettersOnly = (value: string): string => value.replace(/[^a-zA-Z]/g, '');

/** First name without title, suffix and trailing initial, letters only; null where the standard calls it invalid. */
export function compatFirstName(raw: string): string | null {
  if (!isKnown(raw)) return null;
  const name = without(without(foldMarks(raw), TITLE), SUFFIX).replace(TRAILING_INITIAL, '');
  const letters = lettersOnly(name);
  return isKnown(letters) ? letters : null;
}

/** Last name without suffix, letters only: three letters, two with a vowel, or `Ng`. */
export function compatLastName(raw: string): string | null {
  if (!isKnown(raw)) return null;
  const letters = lettersOnly(without(foldMarks(raw), SUFFIX).replace(SUFFIX, ''));
  const isLongEnough =
    letters.length > 2 || (letters.length === 2 && (/[aeiou]/i.test(letters) || /^ng$/i.test(letters)));
  return isLongEnough && isKnown(letters) ? letters : null;
}
