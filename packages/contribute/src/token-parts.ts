import { join } from 'node:path';
import { type Engine, insertTokens, quoteText, writeParquet } from '@credlink/vault';
import type { TokenSink } from './make-tokens.ts';

/** Tokens held by the engine before they go to disk. */
const PART_TOKENS = 4_000_000;

export type TokenParts = TokenSink & {
  /** Joins the parts into one Parquet file, in the order the tokens came. Returns its rows. */
  writeTo(target: string): Promise<number>;
};

/** Collects tokens in part files, so that memory stays bounded whatever the number of tokens. */
export async function tokenParts(engine: Engine, folder: string): Promise<TokenParts> {
  const parts: string[] = [];
  let held = 0;
  let total = 0;
  await engine.run('CREATE TABLE token_row (subject_id UBIGINT, rule USMALLINT, token UUID)');
  let insert = await insertTokens(engine, 'token_row');

  async function writePart(): Promise<void> {
    const target = join(folder, `tokens-${parts.length}.parquet`);
    await writeParquet(engine, { query: 'SELECT * FROM token_row', target, orderBy: 'as-is' });
    parts.push(target);
    await engine.run('TRUNCATE token_row');
    held = 0;
  }

  return {
    add(columns) {
      insert.add(columns);
      held += columns.rules.length;
      total += columns.rules.length;
    },
    async flush() {
      insert.finish();
      if (held >= PART_TOKENS) await writePart();
      insert = await insertTokens(engine, 'token_row');
    },
    async writeTo(target) {
      insert.finish();
      await writePart();
      const list = parts.map(quoteText).join(', ');
      await writeParquet(engine, {
        query: `SELECT * FROM read_parquet([${list}])`,
        target,
        orderBy: 'as-is',
      });
      return total;
    },
  };
}
