import type { Generated, JsonColumn } from './columns.ts';

/** `exchange`: one row. */
export type ExchangeTable = {
  exchange_id: string;
  name: string;
  key_epoch: number;
  key_check_value: string;
  normaliser_major: number;
  packs: JsonColumn;
  oprf_public_key: string;
  is_only: Generated<boolean>;
};
