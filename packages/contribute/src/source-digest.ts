import { createHmac, createSecretKey } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError } from '@credlink/contracts';
import { sourceDigestKey } from '@credlink/tokens';

/** Takes a file's bytes as they lie on disk, in order. */
export type SourceDigester = { update(bytes: Uint8Array): void; hex(): string };

/**
 * HMAC-SHA-256 of a file's bytes as they lie on disk, lower-case hex.
 *
 * Claim: tells the exchange whether two uploads came from the same file, and nobody without the exchange key whether
 * a guessed file is the one. A plain digest would let anybody who can guess a small file confirm the guess.
 */
export function sourceDigester(exchangeKey: Uint8Array): SourceDigester {
  const hmac = createHmac('sha256', createSecretKey(sourceDigestKey(exchangeKey)));
  return { update: (bytes) => void hmac.update(bytes), hex: () => hmac.digest('hex') };
}

/** Lets digesters see a whole file, in one pass. */
export async function digestFile(
  path: string,
  digesters: readonly SourceDigester[],
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      signal?.throwIfAborted();
      for (const digester of digesters) digester.update(chunk);
      onBytes(chunk.length);
    }
  } catch (cause) {
    if (signal?.aborted === true) throw new AppError('rejected', 'cancelled', 'cancelled');
    throw new AppError('rejected', 'file_not_found', 'the file cannot be opened; check its path and rights', {
      cause,
    });
  }
}
