import { z } from 'zod';
import { Progress } from './administration.ts';

/** `retiring`: files are being taken out from under it. */
export const VAULT_KEY_STATES = ['ready', 'current', 'retiring', 'retired'] as const;
export type VaultKeyState = (typeof VAULT_KEY_STATES)[number];

const Moment = z.iso.datetime();

/** A key of the vault as a steward sees it: a check value and a state, never the key. */
export const VaultKeyView = z.strictObject({
  keyCheck: z.string(),
  state: z.enum(VAULT_KEY_STATES),
  /** Whether the intake that started last was given it. */
  isHeld: z.boolean(),
  introducedAt: Moment,
  currentAt: Moment.nullable(),
  retiredAt: Moment.nullable(),
  /** Uploads with files under it now. */
  uploads: z.int(),
  /** Uploads that were taken out from under it. */
  uploadsRekeyed: z.int(),
});
export type VaultKeyView = z.infer<typeof VaultKeyView>;

export const KeysView = z.strictObject({
  vaultKeys: z.array(VaultKeyView),
  /** Of the change of vault keys under way; null where there is none. */
  progress: Progress.nullable(),
});
export type KeysView = z.infer<typeof KeysView>;
