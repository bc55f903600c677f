import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError, rejected } from '@credlink/contracts';

const CHUNK_BYTES = 1 << 20;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

export type SourceBytes = {
  /** Bytes on disk: what progress is measured against. */
  readonly bytes: number;
  /** Bytes of the file read so far. */
  bytesRead(): number;
  /** The content, unpacked where the file is gzip. */
  readonly chunks: AsyncIterable<Uint8Array>;
};

/**
 * Opens a file for one streaming read; a name ending in `.gz` is unpacked on the way. `onRaw` sees every byte of the
 * file as it lies on disk.
 *
 * Errors: `file_not_found`, `file_empty`, `file_not_gzip`, and while reading `file_truncated`, `cancelled`.
 */
export async function openSourceFile(
  path: string,
  signal?: AbortSignal,
  onRaw: (bytes: Uint8Array) => void = () => undefined,
): Promise<SourceBytes> {
  const { bytes, start } = await statFile(path);
  const isPacked = path.endsWith('.gz');
  if (isPacked && GZIP_MAGIC.some((byte, index) => start[index] !== byte)) {
    throw rejected(
      'file_not_gzip',
      'the name ends in .gz but the file is not gzip; rename it or compress it',
    );
  }
  const raw = createReadStream(path, {
    highWaterMark: CHUNK_BYTES,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    bytes,
    bytesRead: () => raw.bytesRead,
    chunks: isPacked ? unpacked(raw, onRaw, signal) : passedOn(raw, onRaw, signal),
  };
}

async function statFile(path: string): Promise<{ bytes: number; start: Uint8Array }> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new AppError('rejected', 'file_not_found', 'the file cannot be opened; check its path and rights', {
      cause,
    });
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw rejected('file_not_found', 'the path is not a file');
    if (status.size === 0) throw rejected('file_empty', 'the file is empty');
    const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
    return { bytes: status.size, start: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}

async function* unpacked(
  raw: Readable,
  onRaw: (bytes: Uint8Array) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => gunzip.destroy(error));
  raw.on('data', onRaw);
  raw.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk;
    // Padding after the packed content (tapes have it) is part of the file, though not of its content.
    raw.unpipe(gunzip);
    raw.resume();
    await finished(raw);
  } catch (cause) {
    throw readError(cause, signal);
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}

async function* passedOn(
  raw: Readable,
  onRaw: (bytes: Uint8Array) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of raw) {
      onRaw(chunk);
      yield chunk;
    }
  } catch (cause) {
    throw readError(cause, signal);
  } finally {
    raw.destroy();
  }
}

function readError(cause: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted === true) return new AppError('rejected', 'cancelled', 'cancelled');
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
    return new AppError(
      'rejected',
      'file_truncated',
      'the gzip file is cut off or damaged; copy it again from where it came from',
      { cause },
    );
  }
  return new AppError('rejected', 'file_not_found', 'the file could not be read to its end', { cause });
}
