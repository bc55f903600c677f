import type { DuckDBResult } from '@duckdb/node-api';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';
import { toPlainValue } from './engine-value.ts';

/**
 * The rows of a large result as columns, about two thousand rows at a time: for hot loops that would otherwise spend
 * their time making one object a row. Values as `toPlainValue` gives them. The engine runs nothing else meanwhile.
 */
export async function* streamColumns(
  engine: Engine,
  sql: string,
): AsyncGenerator<readonly (readonly unknown[])[]> {
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
    yield chunk.convertColumns(toPlainValue);
  }
}
