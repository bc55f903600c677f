import type { VaultKeyState } from '@credlink/contracts';
import type { Generated } from './columns.ts';

/** `vault_key`: keys the vault's files are under, by check value. */
export type VaultKeyTable = {
  key_check: string;
  state: VaultKeyState;
  is_held: boolean;
  introduced_at: Date;
  current_at: Date | null;
  retired_at: Date | null;
  uploads_rekeyed: Generated<number>;
};
