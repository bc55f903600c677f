import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

/** The rows of a large result about two thousand at a time, as the engine holds them. It runs nothing else meanwhile. */
export async function* streamChunks(engine: Engine, sql: string): AsyncGenerator<DuckDBDataChunk> {
  let result: DuckDBResult;
  try {
    result = await engine.connection.stream(sql);
  } catch (error) {
    throw fromEngineError(error);
  }
  for (;;) {
    const chunk = await result.fetchChunk().catch((error: unknown) => {
      throw fromEngineError(error);
    });
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}
