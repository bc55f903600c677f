import { z } from 'zod';
import { BeginEpoch } from './keys.ts';

/** What a contributor's tool must know before it reads a file. Served by intake; holds no secret. */
export const ExchangeParameters = z.strictObject({
  exchangeId: z.uuid(),
  name: z.string(),
  keyEpoch: z.int().positive(),
  /** HMAC of a fixed label under the exchange key: tells a contributor that it holds the right key. */
  keyCheckValue: z.string().regex(/^[0-9a-f]{32}$/),
  normaliserMajor: z.int().positive(),
  packs: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  /** Compressed ristretto255 public key of the keyholder, base64: each proof is checked against it. */
  oprfPublicKey: z.base64(),
  /** The epoch contributors move to, beside the current one; null where none was begun. */
  nextEpoch: BeginEpoch.nullable().default(null),
});

export type ExchangeParameters = z.infer<typeof ExchangeParameters>;
