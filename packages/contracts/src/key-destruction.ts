import { z } from 'zod';

/** Which keys: one of the vault's, or those of an epoch. */
export const DestroyedKey = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('vault_key'), keyCheck: z.string().regex(/^[0-9a-f]{32}$/) }),
  z.strictObject({ kind: z.literal('key_epoch'), keyEpoch: z.int().positive() }),
]);
export type DestroyedKey = z.infer<typeof DestroyedKey>;

/** What a certificate of destruction says. Check values tell which key it was and nothing of it. */
export const DestructionStatement = z.strictObject({
  version: z.literal(1),
  document: z.literal('key destruction'),
  exchangeId: z.uuid(),
  key: DestroyedKey,
  /** Of an epoch: check value of its exchange key, and its OPRF public key in base64. */
  epochKeys: z.strictObject({ keyCheckValue: z.string(), oprfPublicKey: z.string() }).nullable(),
  uploads: z.strictObject({
    /** Under the key now: none, or there is no certificate. */
    left: z.literal(0),
    /** Taken to another key, their old files deleted. */
    moved: z.int(),
    /** Ended with the key, their files deleted. */
    dropped: z.int(),
  }),
  /** When the last of its files had been deleted. */
  emptiedAt: z.iso.datetime(),
  declaredBy: z.string(),
  declaredAt: z.iso.datetime(),
  checked: z.array(z.string()),
  notChecked: z.array(z.string()),
});
export type DestructionStatement = z.infer<typeof DestructionStatement>;

/** Over the canonical JSON (RFC 8785) of the statement; key and signature in base64. */
export const DocumentSignature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string(),
  value: z.string(),
});
export type DocumentSignature = z.infer<typeof DocumentSignature>;

export const DestructionView = z.strictObject({
  destructionId: z.uuid(),
  statement: DestructionStatement,
  /** Null until the publisher has signed. */
  signature: DocumentSignature.nullable(),
});
export type DestructionView = z.infer<typeof DestructionView>;
