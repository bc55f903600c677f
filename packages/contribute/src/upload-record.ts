import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeClient } from '@credlink/client';
import { AppError, rejected, type UploadView } from '@credlink/contracts';
import { z } from 'zod';
import type { SourceFile } from './source-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Which upload a file of ours became, beside its receipt. */
const UploadRecord = z.object({
  uploadId: z.uuid(),
  organisation: z.string(),
  kind: z.string(),
  subjects: z.int(),
  factRows: z.int(),
  /** How the file was read: `readingDigest`. */
  reading: z.string(),
  /** File name of the receipt in the same folder. */
  receipt: z.string(),
});

/** Name of the receipt of a file, without its ending. */
export function receiptName(kind: string, sourceDigest: string): string {
  return `${kind}-${sourceDigest.slice(0, 32)}`;
}

/** Everything besides the file's bytes that decides what its owner sends of it, as a digest. */
function readingDigest({ referenceIssuer, mapping, quarter }: SourceFile): string {
  return createHash('sha256')
    .update(JSON.stringify([referenceIssuer, mapping, quarter]))
    .digest('hex');
}

function recordPath(state: StateFolder, source: SourceFile, sourceDigest: string): string {
  return join(state.receipts, `${source.organisation}-${receiptName(source.kind, sourceDigest)}.json`);
}

export async function keepUploadRecord(
  state: StateFolder,
  source: SourceFile,
  sourceDigest: string,
  { uploadId, subjects, factRows }: UploadView,
): Promise<void> {
  const { organisation, kind } = source;
  const receipt = `${receiptName(kind, sourceDigest)}.parquet`;
  const path = recordPath(state, source, sourceDigest);
  const text = JSON.stringify(
    { uploadId, organisation, kind, subjects, factRows, reading: readingDigest(source), receipt },
    null,
    2,
  );
  await writeFile(`${path}.part`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/**
 * The committed upload this file became earlier, if the exchange still has it. Spares tokenising the file again.
 *
 * Errors: `conflict` where that upload was read with another mapping, quarter or reference issuer: the exchange knows a
 * file by its bytes and would answer with what it has, so a corrected mapping would seem to be sent and never be.
 */
export async function findCommittedUpload(
  client: ExchangeClient,
  state: StateFolder,
  source: SourceFile,
  sourceDigest: string,
  signal: AbortSignal | undefined,
): Promise<UploadView | null> {
  let text: string;
  try {
    text = await readFile(recordPath(state, source, sourceDigest), 'utf8');
  } catch {
    return null;
  }
  const record = UploadRecord.safeParse(JSON.parse(text));
  if (!record.success) return null;
  try {
    const upload = await client.intake.upload(record.data.uploadId, signal);
    if (upload.state !== 'committed') return null;
    if (record.data.reading === readingDigest(source)) return upload;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected' && error.code !== 'cancelled') return null;
    throw error;
  }
  throw rejected(
    'conflict',
    `this file is upload ${record.data.uploadId}, read with another mapping, quarter or reference issuer; ` +
      'withdraw that upload, then send the file again',
  );
}
