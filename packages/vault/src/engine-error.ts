import { AppError, fault, rejected, transient } from '@credlink/contracts';
import { diskFull } from './disk-full.ts';

/**
 * What an error of the engine means to a caller. The engine's own text may quote a value of a row ("Could not
 * convert string 'Smith' to INT32"), so it stays in `cause` and never becomes part of a message.
 */
export function fromEngineError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : '';
  if (/^INTERRUPT Error/.test(text)) return transient('cancelled', 'the query was interrupted', error);
  if (
    /No space left on device|File too large|quota exceeded|max_temp_directory_size|disk is full/i.test(text)
  ) {
    return diskFull(error);
  }
  if (/^Out of Memory Error/.test(text)) {
    return new AppError(
      'fault',
      'memory_exhausted',
      'the query needs more memory than its engine was given, and spilling does not help it: of a service, raise CREDLINK_MEMORY_LIMIT',
      { cause: error },
    );
  }
  if (/operations are disabled by configuration|^Permission Error/.test(text)) {
    return new AppError('fault', 'vault_path_refused', 'the query names a path outside its folders', {
      cause: error,
    });
  }
  if (/No files found that match|No such file or directory/.test(text)) {
    return new AppError('fault', 'vault_file_missing', 'the query reads a file that does not exist', {
      cause: error,
    });
  }
  const kind = /^[A-Za-z ]+ Error/.exec(text)?.[0] ?? 'Error';
  return fault(`the query failed (${kind})`, error);
}

/** Whether a failed read says that the file is no Parquet file, or a damaged one. */
export function isUnreadableFile(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return (
    cause instanceof Error &&
    /magic bytes|too small to be a Parquet|footer|Parquet file|TProtocolException|Snappy|ZSTD|Failed to decompress|Failed to read|thrift/i.test(
      cause.message,
    )
  );
}

export function refusedPath(what: string): AppError {
  return rejected('vault_path_refused', what);
}
