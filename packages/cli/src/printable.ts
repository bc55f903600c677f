/** Control and format characters (line and paragraph separators and direction marks among them). */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text for a terminal: control characters out, so that a hostile file's column names or a service's answer cannot
 * move the cursor, change colours or forge lines.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
