import type { KeyObject } from 'node:crypto';
import type { Engine } from './engine.ts';
import { type ParquetOrder, writeParquet } from './parquet.ts';
import { registerPermutation } from './permutation.ts';
import { quoteName, quoteText } from './quote.ts';

/**
 * Copies a Parquet file with some of its UUID columns permuted, each under its own key. Other columns, their order
 * and nulls stay as they are. Streams: memory stays within the engine's limit, sorting included.
 *
 * Call once per engine: the keys stay registered in it until it is closed.
 *
 * @param orderBy of the written rows, as in `writeParquet`; the order must not tell the old values
 */
export async function rekeyColumns(
  engine: Engine,
  options: {
    readonly source: string;
    readonly target: string;
    readonly columns: Readonly<Record<string, KeyObject>>;
    readonly orderBy: ParquetOrder;
  },
): Promise<void> {
  const { source, target, columns, orderBy } = options;
  const replacements = Object.entries(columns).map(([column, key], index) => {
    const name = `rekey_${'abcdefghijklmnopqrstuvwxyz'.charAt(index)}`;
    registerPermutation(engine, name, key);
    return `${name}(${quoteName(column)}) AS ${quoteName(column)}`;
  });
  const selection = replacements.length === 0 ? '*' : `* REPLACE (${replacements.join(', ')})`;
  await writeParquet(engine, {
    query: `SELECT ${selection} FROM read_parquet(${quoteText(source)})`,
    target,
    orderBy,
  });
}
