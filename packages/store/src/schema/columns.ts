import type { ColumnType, Generated } from 'kysely';

/** A JSON column: read as parsed JSON, written as text the caller has encoded. */
export type JsonColumn = ColumnType<unknown, string, string>;
/** A nullable JSON column. */
export type NullableJsonColumn = ColumnType<unknown, string | null, string | null>;
/** A JSON column with a default. */
export type DefaultJsonColumn = ColumnType<unknown, string | undefined, string>;
/** A date without time: ISO text in both directions, so that no time zone can shift it. */
export type DayColumn = string;

export type { Generated };
