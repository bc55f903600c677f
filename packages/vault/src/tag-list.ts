import { DuckDBScalarFunction, LIST, UINTEGER, USMALLINT } from '@duckdb/node-api';
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
  const definition = new DuckDBScalarFunction();
  definition.setName(name);
  definition.addParameter(LIST(UINTEGER));
  definition.setReturnType(LIST(USMALLINT));
  duckdb.scalar_function_set_function(definition.scalar_function, (_info, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    const { entries, values } = listsOf(duckdb.data_chunk_get_vector(input, 0), count, 4);
    const placed = new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
    const written = new BigUint64Array(count * ENTRY_WORDS);
    const words = new Uint16Array(placed.length + count * countWords(rules));
    let end = 0;
    for (let row = 0; row < count; row += 1) {
      const from = Number(entries[ENTRY_WORDS * row] ?? 0n);
      const length = Number(entries[ENTRY_WORDS * row + 1] ?? 0n);
      const size = encodeTags(placed.slice(from, from + length), rules, words, end);
      written[ENTRY_WORDS * row] = BigInt(end);
      written[ENTRY_WORDS * row + 1] = BigInt(size);
      end += size;
    }
    duckdb.list_vector_reserve(output, end);
    duckdb.list_vector_set_size(output, end);
    duckdb.copy_data_to_vector(output, 0, written.buffer, 0, written.byteLength);
    if (end > 0)
      duckdb.copy_data_to_vector(duckdb.list_vector_get_child(output), 0, words.buffer, 0, end * 2);
  });
  try {
    engine.connection.registerScalarFunction(definition);
  } catch (error) {
    throw fromEngineError(error);
  }
}

/** The entries (begin, length) of a list vector of `count` rows, and the bytes of its child's values. */
export function listsOf(
  vector: duckdb.Vector,
  count: number,
  valueBytes: number,
): { readonly entries: BigUint64Array; readonly values: Uint8Array } {
  const bytes = duckdb.vector_get_data(vector, count * 8 * ENTRY_WORDS);
  const entries = new BigUint64Array(bytes.buffer, bytes.byteOffset, count * ENTRY_WORDS);
  const size = duckdb.list_vector_get_size(vector);
  const values =
    size === 0
      ? new Uint8Array(0)
      : duckdb.vector_get_data(duckdb.list_vector_get_child(vector), size * valueBytes);
  return { entries, values };
}
