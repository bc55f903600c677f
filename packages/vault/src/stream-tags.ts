import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { streamChunks } from './stream-chunks.ts';
import { listsOf } from './tag-list.ts';

/** Lists of tags of some owners: those of row r lie in `words` from `begins[r]` on, `lengths[r]` of them. */
export type TagRows = {
  readonly owners: Int32Array;
  readonly packs: Int32Array;
  readonly begins: readonly number[];
  readonly lengths: readonly number[];
  readonly words: Uint16Array;
};

/**
 * The rows of a query with the columns `owner INTEGER, pack INTEGER, tags USMALLINT[]`, none NULL, about two thousand
 * at a time. What is yielded is valid until the next rows are asked for.
 */
export async function* streamTags(engine: Engine, sql: string): AsyncGenerator<TagRows> {
  for await (const chunk of streamChunks(engine, sql)) {
    const rows = chunk.rowCount;
    const column = (index: number): Int32Array => {
      const bytes = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, index), rows * 4);
      return new Int32Array(bytes.buffer, bytes.byteOffset, rows);
    };
    const { entries, values } = listsOf(duckdb.data_chunk_get_vector(chunk.chunk, 2), rows, 2);
    const begins: number[] = [];
    const lengths: number[] = [];
    for (let row = 0; row < rows; row += 1) {
      begins.push(Number(entries[2 * row] ?? 0n));
      lengths.push(Number(entries[2 * row + 1] ?? 0n));
    }
    yield {
      owners: column(0),
      packs: column(1),
      begins,
      lengths,
      words: new Uint16Array(values.buffer, values.byteOffset, values.byteLength / 2),
    };
  }
}
