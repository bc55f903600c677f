import type { KeyEpochState } from '@credlink/contracts';
import type { Generated } from './columns.ts';

/** `key_epoch`: epochs of the exchange key and the OPRF key. */
export type KeyEpochTable = {
  key_epoch: number;
  state: KeyEpochState;
  key_check_value: string;
  oprf_public_key: string;
  due: string | null;
  begun_at: Date;
  current_at: Date | null;
  ended_at: Date | null;
  uploads_replaced: Generated<number>;
  uploads_dropped: Generated<number>;
  is_oprf_key_held: boolean | null;
};
