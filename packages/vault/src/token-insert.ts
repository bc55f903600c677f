import { fault } from '@credlink/contracts';
import { DuckDBDataChunk, UBIGINT, USMALLINT, UUID } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

/** Tokens, one place each in the three columns; `tokens` holds 16 bytes a place. */
export type TokenColumns = {
  readonly subjectIds: BigUint64Array;
  readonly rules: Uint16Array;
  readonly tokens: Uint8Array;
};

export type TokenInsert = {
  /** Adds rows in the order of the columns, which may be overwritten afterwards. */
  add(columns: TokenColumns): void;
  /** Writes what is left and ends the insert: its rows become visible. */
  finish(): void;
};

/** Rows of one data chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;

const TOKEN_BYTES = 16;

/** The bit by which the engine keeps UUIDs in signed order. */
const SIGN_BYTE = 0x80;

/**
 * Fills an existing table (subject_id UBIGINT, rule USMALLINT, token UUID) with whole columns. What `bulkInsert` does
 * value by value costs 1.5 us a token, more than keying it.
 */
export async function insertTokens(engine: Engine, table: string): Promise<TokenInsert> {
  const appender = await engine.connection.createAppender(table).catch((error: unknown) => {
    throw fromEngineError(error);
  });
  const blocks = new Uint8Array(CHUNK_ROWS * TOKEN_BYTES);

  function append(subjectIds: BigUint64Array, rules: Uint16Array, tokens: Uint8Array): void {
    const rows = rules.length;
    storeUuids(tokens, blocks);
    const chunk = DuckDBDataChunk.create([UBIGINT, USMALLINT, UUID], rows);
    const columns = [subjectIds, rules, blocks.subarray(0, rows * TOKEN_BYTES)];
    columns.forEach((values, index) => {
      // Typed arrays may stand on shared memory by their type; the bindings take plain buffers alone.
      const bytes = new Uint8Array(values.byteLength);
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
      duckdb.copy_data_to_vector(vector, 0, bytes.buffer, 0, bytes.byteLength);
    });
    appender.appendDataChunk(chunk);
  }

  return {
    add({ subjectIds, rules, tokens }) {
      if (rules.length !== subjectIds.length || tokens.length !== rules.length * TOKEN_BYTES)
        throw fault('columns of different lengths');
      try {
        for (let from = 0; from < rules.length; from += CHUNK_ROWS) {
          const to = Math.min(from + CHUNK_ROWS, rules.length);
          append(
            subjectIds.subarray(from, to),
            rules.subarray(from, to),
            tokens.subarray(from * TOKEN_BYTES, to * TOKEN_BYTES),
          );
        }
      } catch (error) {
        throw fromEngineError(error);
      }
    },
    finish() {
      try {
        appender.flushSync();
        appender.closeSync();
      } catch (error) {
        throw fromEngineError(error);
      }
    },
  };
}

/** UUIDs as the engine holds them, from their bytes as Parquet holds them: low byte first, top bit flipped. */
function storeUuids(tokens: Uint8Array, out: Uint8Array): void {
  for (let at = 0; at < tokens.length; at += TOKEN_BYTES) {
    for (let byte = 0; byte < TOKEN_BYTES; byte += 1)
      out[at + byte] = tokens[at + TOKEN_BYTES - 1 - byte] ?? 0;
    out[at + TOKEN_BYTES - 1] = (out[at + TOKEN_BYTES - 1] ?? 0) ^ SIGN_BYTE;
  }
}
