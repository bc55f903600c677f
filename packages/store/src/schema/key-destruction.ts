import type { JsonColumn, NullableJsonColumn } from './columns.ts';

/** `key_destruction`: keys a steward declared destroyed. */
export type KeyDestructionTable = {
  destruction_id: string;
  subject: string;
  statement: JsonColumn;
  signature: NullableJsonColumn;
  ordered_by: string;
  ordered_at: Date;
};
