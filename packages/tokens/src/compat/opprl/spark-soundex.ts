/** Codes of A to Z; H and W (`-`) are passed over. */
const CODES = '0123012-02245501262301-202';

/**
 * Soundex as Apache Spark's SQL function computes it, which OPPRL uses: as American Soundex, but a space ends the run
 * of equal codes, so `ABB B` counts two.
 *
 * @param word upper-case A to Z and spaces, beginning with a letter
 */
export function sparkSoundex(word: string): string {
  let code = word.charAt(0);
  let previous = CODES.charAt(word.charCodeAt(0) - 65);
  for (const letter of word.slice(1)) {
    const digit = letter === ' ' ? '0' : CODES.charAt(letter.charCodeAt(0) - 65);
    if (digit === '-') continue;
    if (digit !== '0' && digit !== previous) code += digit;
    if (code.length === 4) return code;
    previous = digit;
  }
  return code.padEnd(4, '0');
}
