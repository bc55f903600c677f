import { DuckDBScalarFunction, type DuckDBType, LIST, UINTEGER, USMALLINT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

/**
 * The evidence tags of one subject as a list of 16-bit words: first how many it has under each of `rules` rules, a
 * byte a rule (low byte first), then the tags themselves, by rule and ascending, each once.
 */
export function countWords(rules: number): number {
  return Math.ceil(rules / 2);
}

/** A tag with the place of its rule: what `encodeTags` takes. */
export const PLACE_SHIFT = 16;

/**
 * Writes the list of `placed` (place of the rule << 16 | tag, in any order; sorted in place) into `out` at `at`.
 *
 * @returns the words written: at most `countWords(rules)` more than there are tags
 */
export function encodeTags(placed: Uint32Array, rules: number, out: Uint16Array, at: number): number {
  const tags = at + countWords(rules);
  out.fill(0, at, tags);
  placed.sort();
  let end = tags;
  let last = -1;
  for (const value of placed) {
    if (value === last) continue;
    last = value;
    const place = value >>> PLACE_SHIFT;
    const word = at + (place >> 1);
    out[word] = (out[word] ?? 0) + (place & 1 ? 0x100 : 1);
    out[end] = value & 0xffff;
    end += 1;
  }
  return end - at;
}

/** Bytes of one list entry of a vector: where it begins in the child vector and how long it is. */
const ENTRY_WORDS = 2;

/** Makes `name(UINTEGER[]) -> USMALLINT[]` available to SQL: `encodeTags` of each list. */
export function registerTagLists(engine: Engine, name: string, rules: number): void {
  registerListFunction(engine, name, { of: UINTEGER, width: 4 }, (lists) => {
    const placed = new Uint32Array(lists.values.buffer, lists.values.byteOffset, lists.values.byteLength / 4);
    const rows = lists.entries.length / ENTRY_WORDS;
    return writtenLists(lists.entries, placed.length + rows * countWords(rules), (from, length, out, at) =>
      encodeTags(placed.slice(from, from + length), rules, out, at),
    );
  });
}

/** Lists of a vector: begin and length of each, and the bytes of the values they point into. */
export type Lists = { readonly entries: BigUint64Array; readonly values: Uint8Array };

/**
 * New lists, one for each of `entries`: `write` is told where the values of a list are, writes its words into `out` from
 * `at` on and tells how many they are.
 *
 * @param most words of all lists together
 */
export function writtenLists(
  entries: BigUint64Array,
  most: number,
  write: (from: number, length: number, out: Uint16Array, at: number) => number,
): { readonly entries: BigUint64Array; readonly words: Uint16Array } {
  const written = new BigUint64Array(entries.length);
  const words = new Uint16Array(most);
  let end = 0;
  for (let entry = 0; entry < entries.length; entry += ENTRY_WORDS) {
    const size = write(Number(entries[entry] ?? 0n), Number(entries[entry + 1] ?? 0n), words, end);
    written[entry] = BigInt(end);
    written[entry + 1] = BigInt(size);
    end += size;
  }
  return { entries: written, words: words.subarray(0, end) };
}

/** Makes a function of a list available to SQL that gives lists of USMALLINT. No list may be NULL. */
export function registerListFunction(
  engine: Engine,
  name: string,
  values: { readonly of: DuckDBType; readonly width: number },
  compute: (lists: Lists) => ReturnType<typeof writtenLists>,
): void {
  const definition = new DuckDBScalarFunction();
  definition.setName(name);
  definition.addParameter(LIST(values.of));
  definition.setReturnType(LIST(USMALLINT));
  duckdb.scalar_function_set_function(definition.scalar_function, (_info, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    const { entries, words } = compute(listsOf(duckdb.data_chunk_get_vector(input, 0), count, values.width));
    const given = new Uint16Array(words);
    duckdb.list_vector_reserve(output, given.length);
    duckdb.list_vector_set_size(output, given.length);
    const written = new BigUint64Array(entries);
    duckdb.copy_data_to_vector(output, 0, written.buffer, 0, written.byteLength);
    if (given.length > 0)
      duckdb.copy_data_to_vector(duckdb.list_vector_get_child(output), 0, given.buffer, 0, given.byteLength);
  });
  try {
    engine.connection.registerScalarFunction(definition);
  } catch (error) {
    throw fromEngineError(error);
  }
}

/** The entries (begin, length) of a list vector of `count` rows, and the bytes of its child's values. */
export function listsOf(vector: duckdb.Vector, count: number, valueBytes: number): Lists {
  const bytes = duckdb.vector_get_data(vector, count * 8 * ENTRY_WORDS);
  const entries = new BigUint64Array(bytes.buffer, bytes.byteOffset, count * ENTRY_WORDS);
  const size = duckdb.list_vector_get_size(vector);
  const values =
    size === 0
      ? new Uint8Array(0)
      : duckdb.vector_get_data(duckdb.list_vector_get_child(vector), size * valueBytes);
  return { entries, values };
}
