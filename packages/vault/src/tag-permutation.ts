import { createCipheriv, type KeyObject } from 'node:crypto';

const TAGS = 65_536;

/** Random words drawn at a time; some are rejected, so a few more than one a tag are needed. */
const DRAWN = TAGS + 4096;

/**
 * A permutation of all tags of 16 bits as a table: Fisher and Yates' shuffle (Knuth, algorithm P) on the key stream of
 * AES-128 in counter mode, without the bias of a remainder. Every one of the 65,536! orders is as likely as any other
 * to whoever cannot tell that stream from chance.
 *
 * @param key 16 bytes, for this table alone
 */
export function tagPermutation(key: KeyObject): Uint16Array {
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  let words = new Uint32Array(0);
  let next = 0;
  const draw = (): number => {
    if (next === words.length) {
      const bytes = new Uint8Array(4 * DRAWN);
      bytes.set(stream.update(bytes));
      words = new Uint32Array(bytes.buffer);
      next = 0;
    }
    next += 1;
    return words[next - 1] ?? 0;
  };
  const table = Uint16Array.from({ length: TAGS }, (_, tag) => tag);
  for (let left = TAGS; left > 1; left -= 1) {
    const fair = 2 ** 32 - (2 ** 32 % left);
    let word = draw();
    while (word >= fair) word = draw();
    const chosen = word % left;
    const last = table[left - 1] ?? 0;
    table[left - 1] = table[chosen] ?? 0;
    table[chosen] = last;
  }
  return table;
}

/** The table that takes a permutation back. */
export function invertedTags(table: Uint16Array): Uint16Array {
  const inverted = new Uint16Array(TAGS);
  for (const [tag, permuted] of table.entries()) inverted[permuted] = tag;
  return inverted;
}

/** The table that does `first` and then `second`. */
export function composedTags(first: Uint16Array, second: Uint16Array): Uint16Array {
  return first.map((permuted) => second[permuted] ?? 0);
}
