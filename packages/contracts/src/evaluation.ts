import { z } from 'zod';

/** Largest batch of blinded elements in one request: keeps a body under 64 KiB and a proof cheap. */
export const MAX_ELEMENTS = 1024;

/** RFC 9497 VOPRF, suite ristretto255-SHA512: 32-byte compressed elements, base64. */
const Element = z.string().length(44);

export const EvaluateRequest = z.strictObject({
  keyEpoch: z.int().positive(),
  blindedElements: z.array(Element).min(1).max(MAX_ELEMENTS),
});
export type EvaluateRequest = z.infer<typeof EvaluateRequest>;

export const EvaluateResponse = z.strictObject({
  evaluatedElements: z.array(Element),
  /** Batch DLEQ proof (RFC 9497 section 2.2.1), 64 bytes, base64. */
  proof: z.string().length(88),
});
export type EvaluateResponse = z.infer<typeof EvaluateResponse>;

/**
 * Most rows of one declaration: four quarters of a state of 10 million wage records, for five years. What an organisation
 * may declare in all is a setting of the keyholder, and lower.
 */
export const MAX_DECLARED_ROWS = 200_000_000;

/** A contributor declares the rows of a file before it asks; its quota grows by 1.2 times that. */
export const DeclareRows = z.strictObject({
  keyEpoch: z.int().positive(),
  sourceDigest: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().positive().max(MAX_DECLARED_ROWS),
});
export type DeclareRows = z.infer<typeof DeclareRows>;

export const QuotaView = z.strictObject({ allowed: z.int(), used: z.int() });
export type QuotaView = z.infer<typeof QuotaView>;
