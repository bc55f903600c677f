import { z } from 'zod';

/** Ed25519 over the canonical JSON of a document; 32 and 64 bytes, base64. */
export const Signature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.base64().length(44),
  value: z.base64().length(88),
});

/** Ed25519 as RFC 8032 has it; keys and signatures in base64. What the verifier cannot do itself. */
export type IsSignedBy = (publicKey: string, text: string, signature: string) => boolean;
