import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { UBIGINT, USMALLINT, UUID } from '@duckdb/node-api';
import type { Engine } from './engine.ts';
import { copyOf, registerVectorFunction } from './permutation.ts';
import { countWords, registerListFunction, writtenLists } from './tag-list.ts';
import { composedTags, invertedTags, tagPermutation } from './tag-permutation.ts';
import { wordPermutation } from './word-permutation.ts';

/** The keys of one domain before and after; null where there is no layer. */
export type KeyChange = { readonly from: KeyObject | null; readonly to: KeyObject | null };

/** Makes `name(UBIGINT) -> UBIGINT` available to SQL: out of one layer and into another. */
export function registerWordChange(engine: Engine, name: string, { from, to }: KeyChange): void {
  const before = from === null ? null : wordPermutation(from);
  const after = to === null ? null : wordPermutation(to);
  registerVectorFunction(engine, name, { of: UBIGINT, width: 8, gives: UBIGINT }, (bytes) => {
    const words = copyOf(bytes);
    const halves = new Uint32Array(words);
    before?.back(halves);
    after?.forward(halves);
    return words;
  });
}

/** Makes `name(UUID) -> UUID` available to SQL: the same with AES-128, whose blocks have that width. */
export function registerBlockChange(engine: Engine, name: string, { from, to }: KeyChange): void {
  const before = from === null ? null : createDecipheriv('aes-128-ecb', from, null).setAutoPadding(false);
  const after = to === null ? null : createCipheriv('aes-128-ecb', to, null).setAutoPadding(false);
  registerVectorFunction(engine, name, { of: UUID, width: 16, gives: UUID }, (bytes) => {
    const inner = before === null ? bytes : before.update(bytes);
    return copyOf(after === null ? inner : after.update(inner));
  });
}

/**
 * Makes `name(USMALLINT[]) -> USMALLINT[]` available to SQL: the tags of a list (see tag-list.ts), each through the
 * table of its rule, ascending within a rule as before.
 *
 * @param changes of the evidence rules of a pack, in its order
 */
export function registerTagChange(engine: Engine, name: string, changes: readonly KeyChange[]): void {
  const tables = changes.map(tableOf);
  registerListFunction(engine, name, { of: USMALLINT, width: 2 }, ({ entries, values }) => {
    const tags = new Uint16Array(copyOf(values));
    return writtenLists(entries, tags.length, (from, length, out, at) => {
      out.set(tags.subarray(from, from + length), at);
      if (length > 0) changeTags(out, at, tables);
      return length;
    });
  });
}

/** Changes the list at `at` in place. */
function changeTags(words: Uint16Array, at: number, tables: readonly (Uint16Array | null)[]): void {
  let begin = at + countWords(tables.length);
  for (const [place, table] of tables.entries()) {
    const counts = words[at + (place >> 1)] ?? 0;
    const end = begin + (place & 1 ? counts >>> 8 : counts & 0xff);
    const ofRule = words.subarray(begin, end);
    begin = end;
    if (table === null || ofRule.length === 0) continue;
    for (const [index, tag] of ofRule.entries()) ofRule[index] = table[tag] ?? 0;
    ofRule.sort();
  }
}

function tableOf({ from, to }: KeyChange): Uint16Array | null {
  const before = from === null ? null : invertedTags(tagPermutation(from));
  const after = to === null ? null : tagPermutation(to);
  if (before === null || after === null) return before ?? after;
  return composedTags(before, after);
}
