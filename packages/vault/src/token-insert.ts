import { fault } from '@credlink/contracts';
import { insertColumns } from './column-insert.ts';
import type { Engine } from './engine.ts';

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

const TOKEN_BYTES = 16;

/** The bit by which the engine keeps UUIDs in signed order. */
const SIGN_BYTE = 0x80;

/** Tokens turned into UUIDs at a time. */
const BATCH_ROWS = 2048;

/** Fills an existing table (subject_id UBIGINT, rule USMALLINT, token UUID) with whole columns. */
export async function insertTokens(engine: Engine, table: string): Promise<TokenInsert> {
  const insert = await insertColumns(engine, table, ['UBIGINT', 'USMALLINT', 'UUID']);
  const blocks = new Uint8Array(BATCH_ROWS * TOKEN_BYTES);
  return {
    add({ subjectIds, rules, tokens }) {
      if (rules.length !== subjectIds.length || tokens.length !== rules.length * TOKEN_BYTES)
        throw fault('columns of different lengths');
      for (let from = 0; from < rules.length; from += BATCH_ROWS) {
        const to = Math.min(from + BATCH_ROWS, rules.length);
        storeUuids(tokens.subarray(from * TOKEN_BYTES, to * TOKEN_BYTES), blocks);
        insert.add([subjectIds.subarray(from, to), rules.subarray(from, to), blocks], to - from);
      }
    },
    finish: () => insert.finish(),
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
