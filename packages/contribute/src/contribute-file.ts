import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ExchangeClient } from '@credlink/client';
import {
  AppError,
  beyondAllowance,
  type ExchangeParameters,
  type Manifest,
  rejected,
  type UploadView,
} from '@credlink/contracts';
import { NORMALISER_VERSION, packFor } from '@credlink/tokens';
import { parametersOf } from './exchange-key-file.ts';
import { localDigester } from './local-digest.ts';
import {
  notedUpload,
  noteUpload,
  type OutboxEntry,
  openOutboxEntry,
  readOutboxDecoys,
  readOutboxManifest,
  readOutboxSalt,
  removeOutboxEntry,
  resetOutboxEntry,
  settingsDigest,
} from './outbox-entry.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';
import { refusalError, sendFiles, waitForVerdict } from './send-upload.ts';
import { digestFile, sourceDigester } from './source-digest.ts';
import { type TokeniseOptions, tokeniseFile } from './tokenise-file.ts';
import {
  type EarlierUpload,
  findCommittedUpload,
  findEarlierUpload,
  keepUploadRecord,
  recordedSalt,
} from './upload-record.ts';

export type ContributeOptions = Omit<
  TokeniseOptions,
  'parameters' | 'keyholder' | 'challenge' | 'outputFolder' | 'salt'
> & {
  readonly client: ExchangeClient;
};

export type Contribution = {
  /** In state `committed`. */
  readonly upload: UploadView;
  /** What was stated of it; null where an earlier command committed the same file. */
  readonly manifest: Manifest | null;
};

/**
 * Brings a file into the exchange: tokenise, upload, commit, wait for the verdict. Calling it again for the same
 * file goes on where the last call stopped, whatever stopped it; a file that is already committed is not sent twice.
 *
 * Errors: those of `tokeniseFile`; the exchange's own codes where it refuses; `cancelled`; `service_unavailable`.
 */
export async function contributeFile(
  options: ContributeOptions,
  onProgress: OnProgress = () => undefined,
  signal?: AbortSignal,
): Promise<Contribution> {
  const { client, source, exchangeKey, state } = options;
  const parameters = parametersOf(exchangeKey, await client.intake.exchange(signal));
  // An API key that is not accepted should be told of before an hour of work, not after it.
  await client.intake.uploads(signal);
  const { digest, file } = await fingerprint(source.path, options, onProgress, signal);
  const known = await findCommittedUpload(client, state, source, digest, signal);
  if (known !== null) return { upload: known, manifest: null };
  if (options.decoys !== undefined && options.decoys > 0) {
    const beyond = beyondAllowance(options.decoys, await client.intake.decoys(source.kind, signal));
    if (beyond !== null) throw rejected('manifest_invalid', beyond);
  }
  const { keyEpoch } = parameters;
  const sought = { file, named: options.supersedes, keyEpoch };
  const earlier = await findEarlierUpload(client, state, source, sought, signal);
  const entry = await openOutboxEntry(state, source, digest);
  const sent = { ...options, supersedes: options.supersedes ?? earlier?.uploadId ?? null };
  const salt = await saltOf(state, source, digest, earlier);
  const manifest = await tokenisedOnce(entry, sent, { parameters, salt }, onProgress, signal);
  if (manifest.sourceDigest !== digest) {
    await removeOutboxEntry(entry);
    throw rejected('file_truncated', 'the file changed while it was read; wait until it is complete');
  }
  const upload = await openUpload(client, entry, manifest, signal);
  if (upload.organisation !== source.organisation) {
    await removeOutboxEntry(entry);
    if (upload.state === 'receiving') await client.intake.withdrawUpload(upload.uploadId, signal);
    throw rejected(
      'api_key_scope',
      `the API key is that of ${upload.organisation}, the file was named as that of ${source.organisation}`,
    );
  }
  if (upload.state === 'receiving') {
    await sendFiles(client, upload, entry.files, manifest, onProgress, signal);
    await client.intake.commitUpload(upload.uploadId, signal);
  }
  const verdict =
    upload.state === 'committed' ? upload : await waitForVerdict(client, upload.uploadId, onProgress, signal);
  if (verdict.state !== 'committed') {
    await removeOutboxEntry(entry);
    throw refusalError(verdict);
  }
  const madeWith = (await readOutboxSalt(entry)) ?? salt;
  await keepUploadRecord(state, source, digest, verdict, { salt: madeWith, file });
  await removeOutboxEntry(entry);
  return { upload: verdict, manifest: upload.state === 'committed' ? null : manifest };
}

/**
 * Subjects of a file that is sent again keep their ids, under the next key epoch too: the exchange then knows that it is
 * the same content. Every other file has ids of its own.
 */
async function saltOf(
  state: ContributeOptions['state'],
  source: ContributeOptions['source'],
  digest: string,
  earlier: EarlierUpload | null,
): Promise<string> {
  return earlier?.salt ?? (await recordedSalt(state, source, digest)) ?? randomBytes(32).toString('hex');
}

/** The tokenised file: the one an interrupted command left, or a new one. */
async function tokenisedOnce(
  entry: OutboxEntry,
  options: ContributeOptions,
  { parameters, salt }: { readonly parameters: ExchangeParameters; readonly salt: string },
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const { name, version } = packFor(options.source.kind);
  const settings = settingsDigest(options.source, {
    exchangeId: parameters.exchangeId,
    keyEpoch: parameters.keyEpoch,
    pack: `${name}@${version}`,
    normaliser: NORMALISER_VERSION,
    supersedes: options.supersedes,
    decoys: options.decoys ?? 0,
  });
  const kept = await readOutboxManifest(entry, settings);
  if (kept !== null) return kept;
  await resetOutboxEntry(entry, settings, salt);
  const { client, ...rest } = options;
  const made = await tokeniseFile(
    {
      ...rest,
      parameters,
      salt,
      keyholder: client.keyholder,
      challenge: (sourceDigest) => client.intake.challenge(sourceDigest, signal),
      outputFolder: entry.files,
    },
    onProgress,
    signal,
  );
  return made.manifest;
}

/**
 * The upload of these very bytes. Another upload of the same file that waits for bytes this machine no longer has
 * (its state folder was lost, or the mapping changed) is withdrawn: nobody can finish it.
 */
async function openUpload(
  client: ExchangeClient,
  entry: OutboxEntry,
  manifest: Manifest,
  signal: AbortSignal | undefined,
): Promise<UploadView> {
  const decoys = await readOutboxDecoys(entry);
  const body = decoys === null ? { manifest } : { manifest, decoys };
  const first = await client.intake.createUpload(body, signal);
  const isOurs = first.isNew || first.upload.uploadId === (await notedUpload(entry));
  if (isOurs || first.upload.state !== 'receiving') {
    await noteUpload(entry, first.upload.uploadId);
    return first.upload;
  }
  await client.intake.withdrawUpload(first.upload.uploadId, signal);
  const second = await client.intake.createUpload(body, signal);
  if (!second.isNew) {
    throw new AppError(
      'transient',
      'conflict',
      'the same file is being uploaded by another command; wait for it',
    );
  }
  await noteUpload(entry, second.upload.uploadId);
  return second.upload;
}

/** Digests of the file, for the exchange and for this machine alone, with progress. */
async function fingerprint(
  path: string,
  { exchangeKey, state }: Pick<ContributeOptions, 'exchangeKey' | 'state'>,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<{ readonly digest: string; readonly file: string }> {
  const size = (await stat(path).catch(() => null))?.size ?? null;
  const meter = progressMeter('fingerprint', size, onProgress);
  const digesters = [sourceDigester(exchangeKey.key), await localDigester(state)] as const;
  await digestFile(path, digesters, meter.add, signal);
  meter.finish();
  return { digest: digesters[0].hex(), file: digesters[1].hex() };
}
