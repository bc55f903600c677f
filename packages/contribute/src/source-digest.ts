import { createHmac, createSecretKey } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError } from '@credlink/contracts';
import { sourceDigestKey } from '@credlink/tokens';

/**
 * HMAC-SHA-256 of the file's bytes as they lie on disk, lower-case hex.
 *
 * Claim: tells the exchange whether two uploads came from the same file, and nobody without the exchange key whether
 * a guessed file is the one. A plain digest would let anybody who can guess a small file confirm the guess.
 */
export async function sourceDigest(
  path: string,
  exchangeKey: Uint8Array,
  onBytes: (bytes: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const hmac = createHmac('sha256', createSecretKey(sourceDigestKey(exchangeKey)));
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      signal?.throwIfAborted();
      hmac.update(chunk);
      onBytes(chunk.length);
    }
  } catch (cause) {
    if (signal?.aborted === true) throw new AppError('rejected', 'cancelled', 'cancelled');
    throw new AppError('rejected', 'file_not_found', 'the file cannot be opened; check its path and rights', {
      cause,
    });
  }
  return hmac.digest('hex');
}
