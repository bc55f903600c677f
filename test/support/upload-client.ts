import { Problem, UploadView } from '@credlink/contracts';
import type { MadeUpload } from './made-upload.ts';

export type Reply<T> = { readonly status: number; readonly body: T };

/** The code of a refusal. */
export async function codeOf(response: Response): Promise<string> {
  return Problem.parse(await response.json()).code;
}

/** How long a verdict may take on a machine that is busy with other tests. */
const VERDICT_MILLISECONDS = 120_000;

/** What a contributor does, call by call: a test can leave the path at any step. */
export function uploadClient(url: string, apiKey: string) {
  const headers = { authorization: `Bearer ${apiKey}` };

  async function call(method: string, path: string, body?: unknown): Promise<Reply<unknown>> {
    const response = await fetch(url + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  async function upload(method: string, path: string, body?: unknown): Promise<UploadView> {
    const reply = await call(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${Problem.parse(reply.body).code}`);
    return UploadView.parse(reply.body);
  }

  const fileUrl = (uploadId: string, file: 'identity' | 'facts') =>
    `${url}/v1/uploads/${uploadId}/files/${file}`;

  /** PATCH of tus 1.0. */
  async function send(
    uploadId: string,
    file: 'identity' | 'facts',
    offset: number,
    bytes: Uint8Array<ArrayBuffer> | Buffer<ArrayBuffer>,
  ): Promise<Response> {
    return fetch(fileUrl(uploadId, file), {
      method: 'PATCH',
      headers: {
        ...headers,
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes,
    });
  }

  /** HEAD of tus 1.0. */
  async function offset(uploadId: string, file: 'identity' | 'facts'): Promise<number> {
    const response = await fetch(fileUrl(uploadId, file), {
      method: 'HEAD',
      headers: { ...headers, 'tus-resumable': '1.0.0' },
    });
    if (response.status !== 200) throw new Error(`HEAD answered ${response.status}`);
    return Number(response.headers.get('upload-offset'));
  }

  async function sendAll(uploadId: string, made: MadeUpload): Promise<void> {
    for (const file of ['identity', 'facts'] as const) {
      const from = await offset(uploadId, file);
      const response = await send(uploadId, file, from, Buffer.from(made[file].subarray(from)));
      if (response.status !== 204) throw new Error(`PATCH answered ${response.status}`);
    }
  }

  /** Until the upload is no longer being validated. */
  async function ended(uploadId: string): Promise<UploadView> {
    const deadline = performance.now() + VERDICT_MILLISECONDS;
    while (performance.now() < deadline) {
      const view = await upload('GET', `/v1/uploads/${uploadId}`);
      if (view.state !== 'validating') return view;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the upload was not validated within two minutes');
  }

  return {
    call,
    send,
    offset,
    sendAll,
    ended,
    create: (made: MadeUpload) => upload('POST', '/v1/uploads', { manifest: made.manifest }),
    commit: (uploadId: string) => upload('POST', `/v1/uploads/${uploadId}/commit`),
    show: (uploadId: string) => upload('GET', `/v1/uploads/${uploadId}`),
    /** Status and code of a manifest that is refused. */
    refusalOfCreate: async (made: MadeUpload): Promise<[number, string]> => {
      const reply = await call('POST', '/v1/uploads', { manifest: made.manifest });
      return [reply.status, Problem.parse(reply.body).code];
    },
    withdraw: (uploadId: string) => upload('DELETE', `/v1/uploads/${uploadId}`),
    /** From manifest to verdict. */
    contribute: async (made: MadeUpload): Promise<UploadView> => {
      const { uploadId } = await upload('POST', '/v1/uploads', { manifest: made.manifest });
      await sendAll(uploadId, made);
      await upload('POST', `/v1/uploads/${uploadId}/commit`);
      return ended(uploadId);
    },
  };
}
