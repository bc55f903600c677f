/** Below this length one deletion leaves too little of a name to tell people apart. */
const SHORTEST = 4;

/**
 * The text and every text that one deletion makes of it. Two texts that differ by one insertion, deletion,
 * replacement or swap of neighbours share at least one value, so equality of tokens finds single typing errors.
 */
export function oneDeletionValues(text: string): readonly string[] {
  if (text.length < SHORTEST) return [text];
  const values = new Set<string>([text]);
  for (let index = 0; index < text.length; index += 1) {
    values.add(text.slice(0, index) + text.slice(index + 1));
  }
  return [...values];
}
