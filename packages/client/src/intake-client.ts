import {
  ConformanceChallenge,
  type CreateUpload,
  DecoyAllowance,
  ExchangeParameters,
  type SourceKind,
  UploadView,
} from '@credlink/contracts';
import { z } from 'zod';
import { call, type Endpoint, json } from './call.ts';

const UploadList = z.object({ uploads: z.array(UploadView) });

export type UploadPart = 'identity' | 'facts';

export type IntakeClient = {
  exchange(signal?: AbortSignal): Promise<ExchangeParameters>;
  /** Challenge rows for a source file. */
  challenge(sourceDigest: string, signal?: AbortSignal): Promise<ConformanceChallenge>;
  /** Decoys that the agreement allows in one upload of a kind. */
  decoys(kind: SourceKind, signal?: AbortSignal): Promise<DecoyAllowance>;
  /** A new upload, or the existing one of the same file. */
  createUpload(body: CreateUpload, signal?: AbortSignal): Promise<{ upload: UploadView; isNew: boolean }>;
  uploads(signal?: AbortSignal): Promise<readonly UploadView[]>;
  upload(uploadId: string, signal?: AbortSignal): Promise<UploadView>;
  commitUpload(uploadId: string, signal?: AbortSignal): Promise<UploadView>;
  withdrawUpload(uploadId: string, signal?: AbortSignal): Promise<UploadView>;
  /** Where the bytes of one part go (tus). */
  partUrl(uploadId: string, part: UploadPart): string;
};

export function intakeClient(endpoint: Endpoint): IntakeClient {
  const one = (method: 'GET' | 'POST' | 'DELETE', path: string, signal?: AbortSignal): Promise<UploadView> =>
    call(endpoint, { method, path, isRepeatable: true, read: json(UploadView), signal });
  return {
    exchange: (signal) =>
      call(endpoint, {
        method: 'GET',
        path: '/v1/exchange',
        isRepeatable: true,
        read: json(ExchangeParameters),
        signal,
      }),
    challenge: (sourceDigest, signal) =>
      call(endpoint, {
        method: 'GET',
        path: '/v1/challenge',
        query: { seed: sourceDigest },
        isRepeatable: true,
        read: json(ConformanceChallenge),
        signal,
      }),
    decoys: (kind, signal) =>
      call(endpoint, {
        method: 'GET',
        path: '/v1/decoys',
        query: { kind },
        isRepeatable: true,
        read: json(DecoyAllowance),
        signal,
      }),
    createUpload: (body, signal) =>
      call(endpoint, {
        method: 'POST',
        path: '/v1/uploads',
        body,
        isRepeatable: true,
        read: (text, status) => ({ upload: json(UploadView)(text), isNew: status === 201 }),
        signal,
      }),
    uploads: async (signal) =>
      (
        await call(endpoint, {
          method: 'GET',
          path: '/v1/uploads',
          isRepeatable: true,
          read: json(UploadList),
          signal,
        })
      ).uploads,
    upload: (uploadId, signal) => one('GET', `/v1/uploads/${encodeURIComponent(uploadId)}`, signal),
    commitUpload: (uploadId, signal) =>
      one('POST', `/v1/uploads/${encodeURIComponent(uploadId)}/commit`, signal),
    withdrawUpload: (uploadId, signal) =>
      one('DELETE', `/v1/uploads/${encodeURIComponent(uploadId)}`, signal),
    partUrl: (uploadId, part) =>
      `${endpoint.url.replace(/\/+$/, '')}/v1/uploads/${encodeURIComponent(uploadId)}/files/${part}`,
  };
}
