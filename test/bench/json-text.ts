/** Strings and marks of a JSON text that `JSON.parse` accepts; numbers and words are skipped. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Line of the first key that stands twice in one object, or null. `JSON.parse` keeps the last one and says nothing: of a
 * child with two parents one would be lost.
 */
export function lineOfRepeatedKey(text: string): number | null {
  const open: (Set<string> | null)[] = [];
  let last: { readonly text: string; readonly at: number } | null = null;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && last !== null) {
      const keys = open.at(-1);
      const key: unknown = JSON.parse(last.text);
      if (keys?.has(String(key)) === true) return text.slice(0, last.at).split('\n').length;
      keys?.add(String(key));
    }
    last = token.startsWith('"') ? { text: token, at: index } : null;
  }
  return null;
}
