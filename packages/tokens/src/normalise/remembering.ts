/** Texts a reader remembers before it forgets them all: some megabytes, and more than the names of most files. */
const MOST_REMEMBERED = 16_384;

/**
 * The same reader, which works out a text once as long as it remembers it: columns of names, towns and dates hold few
 * values, many times each. `read` must depend on the text alone, and nobody may change what it returns.
 */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = read(text);
    known.set(text, made);
    return made;
  };
}
