import { z } from 'zod';
import { Secret } from '../secret.ts';
import type { QueueBackend } from './queue-backend.ts';

/** Separates the keys of this product from others in the same Redis. */
const PREFIX = 'credlink';

/** The setting that says where the queue lives: `redis://...` (or `rediss://`), or `postgres://...`. */
export function queueUrl(): z.ZodType<QueueBackend, string> {
  return z
    .string()
    .refine(
      (text) => /^(rediss?|postgres(ql)?):\/\//.test(text) && URL.canParse(text),
      'is neither a redis:// nor a postgres:// address',
    )
    .transform((text): QueueBackend => {
      const url = new Secret(text);
      return text.startsWith('redis') ? { kind: 'redis', url, prefix: PREFIX } : { kind: 'postgres', url };
    });
}
