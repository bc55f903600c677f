import { fault } from '@credlink/contracts';
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  type DuckDBType,
  DuckDBUUIDValue,
  type DuckDBValue,
  INTEGER,
  SMALLINT,
  UBIGINT,
  USMALLINT,
  UUID,
  VARCHAR,
} from '@duckdb/node-api';
import type { Engine } from './engine.ts';
import { fromEngineError } from './engine-error.ts';

const TYPES = {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DOUBLE,
  INTEGER,
  SMALLINT,
  UBIGINT,
  USMALLINT,
  UUID,
  VARCHAR,
} as const satisfies Record<string, DuckDBType>;

export type BulkType = keyof typeof TYPES;

/**
 * BIGINT as a whole number, UBIGINT as bigint, DATE as ISO day, UUID and BLOB as bytes (16 for a UUID), the others as
 * JavaScript has them.
 */
export type BulkValue = string | number | bigint | boolean | Uint8Array | null;

export type BulkInsert = {
  /** Adds one row, values in the table's column order. Rows become visible with `finish`. */
  add(values: readonly BulkValue[]): void;
  /** Writes what is left and ends the insert. */
  finish(): void;
};

/** Rows of one data chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * Fills an existing table at millions of rows a second: values go into column vectors, not through SQL text.
 * @param types the table's column types, in order.
 */
export async function bulkInsert(
  engine: Engine,
  table: string,
  types: readonly BulkType[],
): Promise<BulkInsert> {
  const appender = await engine.connection.createAppender(table).catch((error: unknown) => {
    throw fromEngineError(error);
  });
  const duckTypes = types.map((type) => TYPES[type]);
  const convert = types.map(converterOf);
  const columns: DuckDBValue[][] = types.map(() => []);
  let rows = 0;

  function flush(): void {
    if (rows === 0) return;
    try {
      const chunk = DuckDBDataChunk.create(duckTypes, rows);
      chunk.setColumns(columns);
      appender.appendDataChunk(chunk);
    } catch (error) {
      throw fromEngineError(error);
    }
    for (const column of columns) column.length = 0;
    rows = 0;
  }

  return {
    add(values) {
      if (values.length !== types.length) throw fault('a row of another number of columns');
      for (let index = 0; index < convert.length; index += 1) {
        const value = values[index];
        columns[index]?.push(
          value === null || value === undefined ? null : (convert[index]?.(value) ?? null),
        );
      }
      rows += 1;
      if (rows === CHUNK_ROWS) flush();
    },
    finish() {
      flush();
      try {
        appender.flushSync();
        appender.closeSync();
      } catch (error) {
        throw fromEngineError(error);
      }
    },
  };
}

function converterOf(type: BulkType): (value: NonNullable<BulkValue>) => DuckDBValue {
  switch (type) {
    case 'DATE':
      return (value) => new DuckDBDateValue(Date.parse(String(value)) / MILLISECONDS_A_DAY);
    case 'BIGINT':
      return (value) => (typeof value === 'bigint' ? value : BigInt(Number(value)));
    case 'UUID': {
      const read = uuidReader();
      return (value) => read(asBytes(value));
    }
    case 'BLOB':
      return (value) => blobValue(asBytes(value));
    default:
      return (value) => (value instanceof Uint8Array ? blobValue(value) : value);
  }
}

function asBytes(value: NonNullable<BulkValue>): Uint8Array {
  if (!(value instanceof Uint8Array)) throw fault('a UUID or BLOB column takes bytes');
  return value;
}

/** Values of UUID columns from their 16 bytes, as Parquet and PostgreSQL store them. One scratch buffer a column. */
function uuidReader(): (bytes: Uint8Array) => DuckDBUUIDValue {
  const scratch = new Uint8Array(16);
  const view = new DataView(scratch.buffer);
  return (bytes) => {
    if (bytes.length !== 16) throw fault('a UUID has 16 bytes');
    scratch.set(bytes);
    return DuckDBUUIDValue.fromUint128((view.getBigUint64(0) << 64n) | view.getBigUint64(8));
  };
}
