import { createCipheriv, type KeyObject } from 'node:crypto';
import { DuckDBScalarFunction, type DuckDBType, UBIGINT, UUID } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

/**
 * Makes a keyed permutation of 16-byte values available to SQL: `SELECT rekey(token) FROM ...`. AES-128 on single
 * blocks (FIPS 197), so equal values stay equal, distinct ones stay distinct, and only the key tells them back.
 *
 * The block is the value as the engine stores it (two little-endian words, top bit flipped). Which order is used
 * does not matter as long as it never changes: values re-keyed today are compared with those of last year.
 *
 * @param name of the SQL function: letters and underscores
 * @param key 16 bytes; kept until the engine is closed
 */
export function registerPermutation(engine: Engine, name: string, key: KeyObject): void {
  registerVectorFunction(engine, name, { of: UUID, width: 16, gives: UUID }, (blocks) =>
    encrypted(key, blocks),
  );
}

/**
 * As `registerPermutation`, but the function gives the first half of the permuted block, an UBIGINT: what is stored
 * of a token that is only ever compared. Nobody can go back from it, not even with the key.
 */
export function registerShortPermutation(engine: Engine, name: string, key: KeyObject): void {
  registerVectorFunction(engine, name, { of: UUID, width: 16, gives: UBIGINT }, (blocks) => {
    const words = new BigUint64Array(encrypted(key, blocks));
    const halves = new BigUint64Array(words.length / 2);
    for (let row = 0; row < halves.length; row += 1) halves[row] = words[2 * row] ?? 0n;
    return halves.buffer;
  });
}

function encrypted(key: KeyObject, blocks: Uint8Array): ArrayBuffer {
  return copyOf(createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(blocks));
}

/**
 * Makes a function of one value available to SQL. `compute` gets the values of a vector as bytes, `width` a value and
 * one after the other, and gives those of the result in the same way. What is NULL stays NULL.
 */
export function registerVectorFunction(
  engine: Engine,
  name: string,
  types: { readonly of: DuckDBType; readonly width: number; readonly gives: DuckDBType },
  compute: (values: Uint8Array) => ArrayBuffer,
): void {
  if (!/^[a-z_]+$/.test(name)) throw new TypeError('the name of a permutation is letters and underscores');
  const definition = new DuckDBScalarFunction();
  definition.setName(name);
  definition.addParameter(types.of);
  definition.setReturnType(types.gives);
  // The bindings hand over whole vectors; going through the value objects of node-api would cost 20 times as much.
  duckdb.scalar_function_set_function(definition.scalar_function, (_info, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    const vector = duckdb.data_chunk_get_vector(input, 0);
    const computed = compute(duckdb.vector_get_data(vector, count * types.width));
    duckdb.copy_data_to_vector(output, 0, computed, 0, computed.byteLength);
    // One bit a row, in words of 64; no words at all where nothing is null.
    const validity = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8);
    if (validity === null) return;
    const valid = copyOf(validity);
    duckdb.vector_ensure_validity_writable(output);
    duckdb.copy_data_to_vector_validity(output, 0, valid, 0, valid.byteLength);
  });
  try {
    engine.connection.registerScalarFunction(definition);
  } catch (error) {
    throw fromEngineError(error);
  }
}

/** The bytes in a buffer of their own, from its beginning. */
export function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
