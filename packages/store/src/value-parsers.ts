import { fault } from '@credlink/contracts';
import pg from 'pg';

const { builtins } = pg.types;

/** int8 -> number. Counts and cents stay far below 2^53; anything else is a fault, never a rounded figure. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw fault('a 64-bit integer does not fit a number');
  return value;
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.INT8, parseInt8],
  [builtins.NUMERIC, Number],
  // Days stay ISO text: a Date would give them a time zone.
  [builtins.DATE, (text: string) => text],
]);

/** Value parsers of one pool. pg's global parsers are left alone: other code in the process relies on them. */
export const VALUE_PARSERS: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};
