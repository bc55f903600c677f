import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
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
  /** Salt of its subject ids; absent in records of before they were kept. */
  salt: z.string().optional(),
  /** `localDigester` of the file. */
  file: z.string().optional(),
});
type UploadRecord = z.infer<typeof UploadRecord>;

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
  made: { readonly salt: string; readonly file: string },
): Promise<void> {
  const { organisation, kind } = source;
  const receipt = `${receiptName(kind, sourceDigest)}.parquet`;
  const path = recordPath(state, source, sourceDigest);
  const text = JSON.stringify(
    { uploadId, organisation, kind, subjects, factRows, reading: readingDigest(source), receipt, ...made },
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
  const record = await readRecord(recordPath(state, source, sourceDigest));
  if (record === null) return null;
  const upload = await uploadUnlessGone(client, record.uploadId, signal);
  if (upload?.state !== 'committed') return null;
  if (record.reading === readingDigest(source)) return upload;
  throw rejected(
    'conflict',
    `this file is upload ${record.uploadId}, read with another mapping, quarter or reference issuer; ` +
      'withdraw that upload, then send the file again',
  );
}

/** What a file was sent as before. */
export type EarlierUpload = { readonly uploadId: string; readonly salt: string | null };

/**
 * The upload of an epoch before `keyEpoch` that a file is to be sent in place of: the one named, else the one this very
 * file was sent as, read in the same way. Null where there is none the exchange still has.
 */
export async function findEarlierUpload(
  client: ExchangeClient,
  state: StateFolder,
  source: SourceFile,
  sought: { readonly file: string; readonly named: string | null; readonly keyEpoch: number },
  signal: AbortSignal | undefined,
): Promise<EarlierUpload | null> {
  const { file, named, keyEpoch } = sought;
  const prefix = `${source.organisation}-${source.kind}-`;
  for (const name of (await readdir(state.receipts)).toSorted()) {
    if (!name.startsWith(prefix) || !name.endsWith('.json')) continue;
    const record = await readRecord(join(state.receipts, name));
    if (record === null) continue;
    const isSought =
      named === null
        ? record.file === file && record.reading === readingDigest(source)
        : record.uploadId === named;
    if (!isSought) continue;
    const upload = await uploadUnlessGone(client, record.uploadId, signal);
    const hasContent = upload?.state === 'committed' || upload?.state === 'superseded';
    if (hasContent && upload.keyEpoch < keyEpoch)
      return { uploadId: record.uploadId, salt: record.salt ?? null };
  }
  return null;
}

/** The salt a file's subject ids were made from when it was sent under this very digest; null where that is not known. */
export async function recordedSalt(
  state: StateFolder,
  source: SourceFile,
  sourceDigest: string,
): Promise<string | null> {
  return (await readRecord(recordPath(state, source, sourceDigest)))?.salt ?? null;
}

async function readRecord(path: string): Promise<UploadRecord | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  const record = text === null ? null : UploadRecord.safeParse(JSON.parse(text));
  return record?.success === true ? record.data : null;
}

async function uploadUnlessGone(
  client: ExchangeClient,
  uploadId: string,
  signal: AbortSignal | undefined,
): Promise<UploadView | null> {
  try {
    return await client.intake.upload(uploadId, signal);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected' && error.code !== 'cancelled') return null;
    throw error;
  }
}
