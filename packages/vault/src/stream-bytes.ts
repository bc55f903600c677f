import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { streamChunks } from './stream-chunks.ts';

/**
 * The rows of a query with columns of fixed width, none NULL, as the bytes of each column, about two thousand rows at a
 * time. What is yielded is valid until the next rows are asked for.
 *
 * @param widths bytes of a value of each column: 4 for INTEGER, 8 for UBIGINT
 */
export async function* streamBytes(
  engine: Engine,
  sql: string,
  widths: readonly number[],
): AsyncGenerator<{ readonly rows: number; readonly columns: readonly Uint8Array[] }> {
  for await (const { chunk, rowCount: rows } of streamChunks(engine, sql)) {
    const columns = widths.map((width, index) =>
      duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, index), rows * width),
    );
    yield { rows, columns };
  }
}
