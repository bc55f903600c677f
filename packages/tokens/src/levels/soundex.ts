const CODES: Readonly<Record<string, string>> = {
  B: '1',
  F: '1',
  P: '1',
  V: '1',
  C: '2',
  G: '2',
  J: '2',
  K: '2',
  Q: '2',
  S: '2',
  X: '2',
  Z: '2',
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6',
};

/**
 * American Soundex of upper-case A-Z text (US National Archives rules: letters with one code count once, also
 * across H and W). Returns a letter and three digits, or null where there is no letter.
 */
export function soundex(text: string): string | null {
  const letters = text.replace(/[^A-Z]/g, '');
  const first = letters[0];
  if (first === undefined) return null;
  let code = first;
  let previous = CODES[first] ?? '';
  for (const letter of letters.slice(1)) {
    if (letter === 'H' || letter === 'W') continue;
    const digit = CODES[letter] ?? '';
    if (digit !== '' && digit !== previous) code += digit;
    if (code.length === 4) return code;
    previous = digit;
  }
  return code.padEnd(4, '0');
}
