import type { DeclareRows } from '@credlink/contracts';
import { EvaluateRequest, EvaluateResponse, QuotaView } from '@credlink/contracts';
import { z } from 'zod';
import { call, type Endpoint, json } from './call.ts';

const PublicKeyView = z.object({ publicKey: z.base64(), keyEpoch: z.int().positive() });
export type PublicKeyView = z.infer<typeof PublicKeyView>;
const FollowingKeyView = z.object({ ...PublicKeyView.shape, isNewSeed: z.boolean() });
type FollowingKeyView = z.infer<typeof FollowingKeyView>;

export type KeyholderClient = {
  publicKey(signal?: AbortSignal): Promise<PublicKeyView>;
  /** Of the epoch after the current one, and whether the keyholder was given a new seed for it. */
  followingPublicKey(signal?: AbortSignal): Promise<FollowingKeyView>;
  /** The same file declared again counts once. */
  declareRows(body: DeclareRows, signal?: AbortSignal): Promise<QuotaView>;
  /** Counted against the quota each time, repeats included. Errors: `quota_exceeded`, `rate_limited`. */
  evaluate(body: EvaluateRequest, signal?: AbortSignal): Promise<EvaluateResponse>;
};

export function keyholderClient(endpoint: Endpoint): KeyholderClient {
  return {
    publicKey: (signal) =>
      call(endpoint, {
        method: 'GET',
        path: '/v1/public-key',
        isRepeatable: true,
        read: json(PublicKeyView),
        signal,
      }),
    followingPublicKey: (signal) =>
      call(endpoint, {
        method: 'GET',
        path: '/v1/public-key/following',
        isRepeatable: true,
        read: json(FollowingKeyView),
        signal,
      }),
    declareRows: (body, signal) =>
      call(endpoint, {
        method: 'POST',
        path: '/v1/declarations',
        body,
        isRepeatable: true,
        read: json(QuotaView),
        signal,
      }),
    evaluate: (body, signal) =>
      call(endpoint, {
        method: 'POST',
        path: '/v1/evaluations',
        body: EvaluateRequest.parse(body),
        isRepeatable: true,
        read: json(EvaluateResponse),
        signal,
      }),
  };
}
