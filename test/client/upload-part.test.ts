import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uploadPart } from '@credlink/client';
import { AppError } from '@credlink/contracts';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slowLine } from '../support/slow-line.ts';
import { type Listening, listen } from './listen.ts';

const BYTES = 24 * 1024 * 1024;

let folder: string;
let content: Buffer;
let server: Listening;

function tusHandler() {
  const tus = new Server({ path: '/files', datastore: new FileStore({ directory: join(folder, 'spool') }) });
  return (request: Parameters<typeof tus.handle>[0], response: Parameters<typeof tus.handle>[1]) =>
    void tus.handle(request, response);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-upload-part-'));
  await mkdir(join(folder, 'spool'));
  content = randomBytes(BYTES);
  await writeFile(join(folder, 'source.parquet'), content);
  server = await listen(tusHandler());
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function createResource(): Promise<string> {
  const response = await fetch(`${server.url}/files`, {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': String(BYTES) },
  });
  return response.headers.get('location') ?? '';
}

async function offsetOf(uploadUrl: string): Promise<number> {
  const response = await fetch(uploadUrl, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
  return Number(response.headers.get('upload-offset'));
}

const received = (uploadUrl: string): Promise<Buffer> =>
  readFile(join(folder, 'spool', uploadUrl.split('/').at(-1) ?? ''));

const source = () => createReadStream(join(folder, 'source.parquet'));

describe('uploading one part', () => {
  test('arrives byte for byte and reports progress up to the end', async () => {
    const uploadUrl = await createResource();
    let last = 0;
    await uploadPart({
      uploadUrl,
      source: source(),
      bytes: BYTES,
      headers: {},
      onProgress: (sent) => (last = sent),
    });
    expect(last).toBe(BYTES);
    expect((await received(uploadUrl)).equals(content)).toBe(true);
  });

  test('goes on where it was after the server was killed and started again', async () => {
    const uploadUrl = await createResource();
    const port = server.port;
    let restarts = 0;
    const restart = async (): Promise<void> => {
      await server.close();
      await new Promise((resolve) => setTimeout(resolve, 300));
      server = await listen(tusHandler(), port);
    };
    let restarted: Promise<void> = Promise.resolve();
    await uploadPart({
      uploadUrl,
      source: source(),
      bytes: BYTES,
      headers: {},
      onProgress: (sent) => {
        if (restarts < 2 && sent > (restarts + 1) * (BYTES / 4)) {
          restarts += 1;
          restarted = restarted.then(restart);
        }
      },
    });
    await restarted;
    expect(restarts).toBeGreaterThan(0);
    expect((await received(uploadUrl)).equals(content)).toBe(true);
  });

  test('a cancelled upload is taken up by the next call, not begun again', async () => {
    const uploadUrl = await createResource();
    // On a line without delay all may have been sent before the first progress is told, and nothing is left to cancel.
    const line = await slowLine(server.url);
    const controller = new AbortController();
    const first = uploadPart({
      uploadUrl: `${line.url}${new URL(uploadUrl).pathname}`,
      source: source(),
      bytes: BYTES,
      headers: {},
      signal: controller.signal,
      onProgress: (sent) => {
        if (sent > BYTES / 3) controller.abort();
      },
    });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await line.close();
    const kept = await offsetOf(uploadUrl);
    expect(kept).toBeGreaterThan(0);
    let lowest = BYTES;
    await uploadPart({
      uploadUrl,
      source: source(),
      bytes: BYTES,
      headers: {},
      onProgress: (sent) => (lowest = Math.min(lowest, sent)),
    });
    expect(lowest).toBeGreaterThanOrEqual(kept);
    expect((await received(uploadUrl)).equals(content)).toBe(true);
  });

  test('an unknown resource is refused at once', async () => {
    const error = await uploadPart({
      uploadUrl: `${server.url}/files/unknown`,
      source: source(),
      bytes: BYTES,
      headers: {},
    }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ kind: 'rejected' });
  });

  test('gives up when nothing answers for as long as its patience lasts', async () => {
    const uploadUrl = await createResource();
    await server.close();
    const error = await uploadPart({
      uploadUrl,
      source: source(),
      bytes: BYTES,
      headers: {},
      patienceSeconds: 1,
    }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'transient', code: 'service_unavailable' });
    server = await listen(tusHandler());
  });
});
