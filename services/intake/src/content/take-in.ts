import { AppError, type ErrorCode } from '@credlink/contracts';
import { type Engine, type ParquetColumn, quoteText, readParquetShape } from '@credlink/vault';
import { haveSameColumns } from './expected-columns.ts';

/**
 * Copies a Parquet file into a table of the engine, once its columns and row count are what they must be; else says
 * what is wrong.
 *
 * Claim: nothing that is judged or stored later depends on what the file says about itself. A Parquet file carries
 * its sender's own statistics (least and greatest value of each column), and an engine that trusts them can be led
 * to skip the very rows a check looks for. The table has the engine's own. Against: a file made to hide identifiers
 * from the checks. Not claimed: that the engine's reader has no flaw of its own.
 */
export async function takeIn(
  engine: Engine,
  sent: {
    readonly path: string;
    readonly table: string;
    readonly columns: readonly ParquetColumn[];
    readonly rows: number;
  },
): Promise<ErrorCode | null> {
  const shape = await unlessDamaged(() => readParquetShape(engine, sent.path));
  if (shape === null) return 'parquet_unreadable';
  if (!haveSameColumns(shape.columns, sent.columns)) return 'columns_differ';
  if (shape.rows !== sent.rows) return 'manifest_counts_differ';
  const source = `read_parquet(${quoteText(sent.path)})`;
  const isCopied = await unlessDamaged(async () => {
    await engine.run(`CREATE TABLE ${sent.table} AS SELECT * FROM ${source}`);
    return true;
  });
  if (isCopied === null) return 'parquet_unreadable';
  const rows = await engine.scalar(`SELECT count(*) FROM ${sent.table}`, [], Number);
  return rows === sent.rows ? null : 'manifest_counts_differ';
}

/** Null where a plain read of the file fails: the statement is constant, so only the file can be at fault. */
async function unlessDamaged<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const isOurs = !(error instanceof AppError) || error.code !== 'fault' || isOutOfMemory(error.cause);
    if (isOurs) throw error;
    return null;
  }
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && cause.message.startsWith('Out of Memory');
}
