import { type Engine, streamColumns } from '@credlink/vault';

/** Rows held at once. */
const PAGE_ROWS = 65_536;

/**
 * A table's rows in order, as columns, a page at a time. Between two pages the engine is free, so that what is made
 * of the rows can be written back.
 */
export async function* pageTable(
  engine: Engine,
  table: string,
  columns: readonly string[],
  pageRows: number = PAGE_ROWS,
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const rows = await engine.scalar(`SELECT count(*) FROM ${table}`, [], Number);
  for (let from = 0; from < rows; from += pageRows) {
    const sql = `SELECT ${columns.join(', ')} FROM ${table}
      WHERE rowid >= ${from} AND rowid < ${from + pageRows} ORDER BY rowid`;
    const page: unknown[][] = columns.map(() => []);
    for await (const chunk of streamColumns(engine, sql)) {
      chunk.forEach((values, index) => {
        for (const value of values) page[index]?.push(value);
      });
    }
    yield page;
  }
}
