import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type ExchangeClient, uploadPart, wait } from '@credlink/client';
import { AppError, ERROR_CODES, type Manifest, type UploadView } from '@credlink/contracts';
import { type OnProgress, progressMeter } from './progress-meter.ts';

const FIRST_POLL_MILLISECONDS = 200;
const LONGEST_POLL_MILLISECONDS = 2000;

/** Sends both files of an upload; what the exchange already has is not sent again. */
export async function sendFiles(
  client: ExchangeClient,
  upload: UploadView,
  folder: string,
  manifest: Manifest,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { identity, facts } = manifest.files;
  const meter = progressMeter('upload', identity.bytes + facts.bytes, onProgress);
  let before = 0;
  for (const part of ['identity', 'facts'] as const) {
    const { bytes } = manifest.files[part];
    await uploadPart({
      uploadUrl: client.intake.partUrl(upload.uploadId, part),
      source: createReadStream(join(folder, `${part}.parquet`)),
      bytes,
      headers: client.authorization(),
      onProgress: (sent) => meter.set(before + sent),
      signal,
    });
    before += bytes;
  }
  meter.finish();
}

/** Waits until the exchange has judged an upload. */
export async function waitForVerdict(
  client: ExchangeClient,
  uploadId: string,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<UploadView> {
  const meter = progressMeter('wait for the exchange', null, onProgress);
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MILLISECONDS)) {
    const view = await client.intake.upload(uploadId, signal);
    if (view.state !== 'receiving' && view.state !== 'validating') {
      meter.finish();
      return view;
    }
    await wait(pause, signal);
  }
}

/** The refusal of an upload as an error with the exchange's own code. */
export function refusalError(view: UploadView): AppError {
  const code = ERROR_CODES.find((known) => known === view.refusal?.code) ?? 'conflict';
  const title = view.refusal?.title ?? `it was ${view.state}`;
  return new AppError('rejected', code, `the exchange did not take upload ${view.uploadId}: ${title}`);
}
