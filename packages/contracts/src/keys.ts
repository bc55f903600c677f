import { z } from 'zod';
import { Progress } from './administration.ts';

/** `retiring`: files are being taken out from under it. */
export const VAULT_KEY_STATES = ['ready', 'current', 'retiring', 'retired'] as const;
export type VaultKeyState = (typeof VAULT_KEY_STATES)[number];

/** `ending`: its tokens are being deleted. */
export const KEY_EPOCH_STATES = ['next', 'current', 'ending', 'ended'] as const;
export type KeyEpochState = (typeof KEY_EPOCH_STATES)[number];

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

const EpochKeys = z.strictObject({
  keyEpoch: z.int().positive(),
  keyCheckValue: z.string().regex(/^[0-9a-f]{32}$/),
  /** Compressed ristretto255 public key, base64. */
  oprfPublicKey: z.base64(),
  /** Day by which contributors are asked to have sent their files; nothing happens by itself then. */
  due: z.iso.date().nullable(),
});

/** The epoch after the current one: what a steward begins, and what contributors may already send under. */
export const BeginEpoch = EpochKeys;
export type BeginEpoch = z.infer<typeof BeginEpoch>;

export const CutOver = z.strictObject({
  /** Organisations whose uploads may end with the epoch although they were not sent again. */
  without: z.array(z.string()).default([]),
});

export const KeyEpochView = z.strictObject({
  ...EpochKeys.shape,
  state: z.enum(KEY_EPOCH_STATES),
  begunAt: Moment,
  currentAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  uploadsReplaced: z.int(),
  uploadsDropped: z.int(),
  /** Whether the keyholder that started last was given a seed of its OPRF key; null before any has said so. */
  isOprfKeyHeld: z.boolean().nullable(),
});
export type KeyEpochView = z.infer<typeof KeyEpochView>;

/** Uploads of one organisation that were not sent again under the next epoch. */
const MissingUploads = z.strictObject({ organisation: z.string(), uploads: z.int() });

/** An upload whose files could not be taken to the current key of the vault at the last attempt. */
const HeldUpBy = z.strictObject({ uploadId: z.uuid(), organisation: z.string(), code: z.string() });

export const KeysView = z.strictObject({
  epochs: z.array(KeyEpochView),
  /** Who has to send again before the cut-over; empty where no epoch was begun. */
  missing: z.array(MissingUploads),
  vaultKeys: z.array(VaultKeyView),
  /** Of the change of vault keys or the end of an epoch under way; null where there is none. */
  progress: Progress.nullable(),
  /** Uploads that keep a change of vault keys from ending; they are tried again, and end it when they are withdrawn. */
  heldUpBy: z.array(HeldUpBy),
});
export type KeysView = z.infer<typeof KeysView>;
