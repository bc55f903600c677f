import type { Engine } from './engine.ts';
import { isUnreadableFile } from './engine-error.ts';
import { quoteName, quoteText } from './quote.ts';

/** Rows per group: large enough to compress well, small enough to be read in parallel. DuckDB's own default. */
const ROW_GROUP_SIZE = 122_880;

export type ParquetOrder = readonly string[] | 'as-is';

/**
 * Writes the rows of a query to a Parquet file (zstd).
 *
 * `orderBy` names columns of the query; the remaining columns follow as tie-breakers, so the same rows always give
 * the same bytes, whatever the number of threads. `as-is` keeps the order of the query, for one that has its own.
 */
export async function writeParquet(
  engine: Engine,
  options: {
    readonly query: string;
    readonly target: string;
    readonly orderBy: ParquetOrder;
    /** No two rows have the same values in `orderBy`: no other column is needed to break ties. */
    readonly isUnique?: boolean;
  },
): Promise<void> {
  const { query, target, orderBy, isUnique = false } = options;
  const order =
    orderBy === 'as-is'
      ? ''
      : ` ORDER BY ${[...orderBy.map(quoteName), ...(isUnique ? [] : ['COLUMNS(*)'])].join(', ')}`;
  await engine.run(
    `COPY (SELECT * FROM (${query})${order}) TO ${quoteText(target)}
     (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_SIZE})`,
  );
}

export type ParquetColumn = { readonly name: string; readonly type: string };
export type ParquetShape = { readonly columns: readonly ParquetColumn[]; readonly rows: number };

/** Columns, in order, and row count of a Parquet file; null where the file is none or is damaged. */
export async function readParquetShape(engine: Engine, path: string): Promise<ParquetShape | null> {
  const source = `read_parquet(${quoteText(path)})`;
  try {
    const columns = await engine.rows(`DESCRIBE SELECT * FROM ${source}`, [], (row) => ({
      name: String(row.column_name),
      type: String(row.column_type),
    }));
    const rows = await engine.scalar(`SELECT count(*) FROM ${source}`, [], Number);
    return { columns, rows };
  } catch (error) {
    if (isUnreadableFile(error)) return null;
    throw error;
  }
}
