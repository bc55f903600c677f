import { DuckDBScalarFunction, INTEGER, UBIGINT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

/** What is worked out of many pairs at once, and of 64 bits `known` of each: 64 bits in `out`, low word first as well. */
export type PairFunction = (
  left: Int32Array,
  right: Int32Array,
  known: Uint32Array,
  out: Uint32Array,
) => void;

/** Makes `name(INTEGER, INTEGER, UBIGINT) -> UBIGINT` available to SQL. No argument may be NULL. */
export function registerPairFunction(engine: Engine, name: string, compute: PairFunction): void {
  const definition = new DuckDBScalarFunction();
  definition.setName(name);
  definition.addParameter(INTEGER);
  definition.addParameter(INTEGER);
  definition.addParameter(UBIGINT);
  definition.setReturnType(UBIGINT);
  duckdb.scalar_function_set_function(definition.scalar_function, (_info, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    const column = (index: number): Int32Array => {
      const bytes = duckdb.vector_get_data(duckdb.data_chunk_get_vector(input, index), count * 4);
      return new Int32Array(bytes.buffer, bytes.byteOffset, count);
    };
    const bits = duckdb.vector_get_data(duckdb.data_chunk_get_vector(input, 2), count * 8);
    const known = new Uint32Array(bits.buffer, bits.byteOffset, count * 2);
    const out = new Uint32Array(count * 2);
    compute(column(0), column(1), known, out);
    duckdb.copy_data_to_vector(output, 0, out.buffer, 0, out.byteLength);
  });
  try {
    engine.connection.registerScalarFunction(definition);
  } catch (error) {
    throw fromEngineError(error);
  }
}
