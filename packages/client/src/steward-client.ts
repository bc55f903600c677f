import {
  Agreement,
  AgreementView,
  ApiKeyView,
  AuditEvent,
  type BeginEpoch,
  CatalogueView,
  type CreateApiKey,
  CreatedApiKey,
  type CutOver,
  type DestroyedKey,
  DestructionView,
  KeysView,
  type OrderRelease,
  Organisation,
  type PutCatalogue,
  ReleaseView,
  RunView,
  UploadSummary,
} from '@credlink/contracts';
import { z } from 'zod';
import { call, type Endpoint, json } from './call.ts';
import { getJson } from './get-json.ts';

export type StewardClient = ReturnType<typeof stewardClient>;

/** The control plane. Every method takes a signal last; errors carry the service's code. */
export function stewardClient(endpoint: Endpoint) {
  const get = getJson(endpoint);
  function put<T>(path: string, body: unknown, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return call(endpoint, { method: 'PUT', path, body, isRepeatable: true, read: json(schema), signal });
  }
  function remove<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return call(endpoint, { method: 'DELETE', path, isRepeatable: true, read: json(schema), signal });
  }
  /** An order: asked twice it is two orders, so it is not repeated when its fate is unknown. */
  function order<T>(path: string, body: unknown, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return call(endpoint, { method: 'POST', path, body, isRepeatable: false, read: json(schema), signal });
  }
  const id = encodeURIComponent;

  return {
    organisations: async (signal?: AbortSignal): Promise<readonly Organisation[]> =>
      (await get('/v1/organisations', z.object({ organisations: z.array(Organisation) }), signal))
        .organisations,
    putOrganisation: (body: Organisation, signal?: AbortSignal): Promise<Organisation> =>
      put(`/v1/organisations/${id(body.organisation)}`, body, Organisation, signal),

    apiKeys: async (signal?: AbortSignal): Promise<readonly ApiKeyView[]> =>
      (await get('/v1/api-keys', z.object({ apiKeys: z.array(ApiKeyView) }), signal)).apiKeys,
    createApiKey: (body: CreateApiKey, signal?: AbortSignal): Promise<CreatedApiKey> =>
      order('/v1/api-keys', body, CreatedApiKey, signal),
    revokeApiKey: (apiKeyId: string, signal?: AbortSignal): Promise<unknown> =>
      remove(`/v1/api-keys/${id(apiKeyId)}`, z.unknown(), signal),

    agreements: async (signal?: AbortSignal): Promise<readonly AgreementView[]> =>
      (await get('/v1/agreements', z.object({ agreements: z.array(AgreementView) }), signal)).agreements,
    putAgreement: (body: Agreement, signal?: AbortSignal): Promise<Agreement> =>
      put(`/v1/agreements/${id(body.agreementId)}`, body, Agreement, signal),

    catalogue: (signal?: AbortSignal): Promise<z.infer<typeof CatalogueView>> =>
      get('/v1/catalogue', CatalogueView, signal),
    putCatalogue: (
      body: z.infer<typeof PutCatalogue>,
      signal?: AbortSignal,
    ): Promise<z.infer<typeof CatalogueView>> => put('/v1/catalogue', body, CatalogueView, signal),

    uploads: async (signal?: AbortSignal): Promise<readonly UploadSummary[]> =>
      (await get('/v1/uploads', z.object({ uploads: z.array(UploadSummary) }), signal)).uploads,

    orderRun: (signal?: AbortSignal): Promise<RunView> => order('/v1/runs', {}, RunView, signal),
    runs: async (signal?: AbortSignal): Promise<readonly RunView[]> =>
      (await get('/v1/runs', z.object({ runs: z.array(RunView) }), signal)).runs,
    run: (runId: string, signal?: AbortSignal): Promise<RunView> =>
      get(`/v1/runs/${id(runId)}`, RunView, signal),
    cancelRun: (runId: string, signal?: AbortSignal): Promise<RunView> =>
      remove(`/v1/runs/${id(runId)}`, RunView, signal),

    orderRelease: (body: OrderRelease, signal?: AbortSignal): Promise<ReleaseView> =>
      order('/v1/releases', body, ReleaseView, signal),
    releases: async (signal?: AbortSignal): Promise<readonly ReleaseView[]> =>
      (await get('/v1/releases', z.object({ releases: z.array(ReleaseView) }), signal)).releases,
    release: (releaseId: string, signal?: AbortSignal): Promise<ReleaseView> =>
      get(`/v1/releases/${id(releaseId)}`, ReleaseView, signal),
    publishRelease: (releaseId: string, signal?: AbortSignal): Promise<ReleaseView> =>
      order(`/v1/releases/${id(releaseId)}/publish`, {}, ReleaseView, signal),
    withdrawRelease: (releaseId: string, signal?: AbortSignal): Promise<ReleaseView> =>
      order(`/v1/releases/${id(releaseId)}/withdraw`, {}, ReleaseView, signal),

    keys: (signal?: AbortSignal): Promise<KeysView> => get('/v1/keys', KeysView, signal),
    /** Errors: `key_in_use`, `conflict`. The signature follows. */
    certifyDestruction: (body: DestroyedKey, signal?: AbortSignal): Promise<DestructionView> =>
      order('/v1/keys/destructions', body, DestructionView, signal),
    destructions: async (signal?: AbortSignal): Promise<readonly DestructionView[]> =>
      (await get('/v1/keys/destructions', z.object({ destructions: z.array(DestructionView) }), signal))
        .destructions,
    beginEpoch: (body: BeginEpoch, signal?: AbortSignal): Promise<KeysView> =>
      order('/v1/keys/epochs', body, KeysView, signal),
    /** Errors: `key_epoch_incomplete`, which names who is missing; `run_state_forbids`, `release_state_forbids`. */
    cutOver: (body: z.infer<typeof CutOver>, signal?: AbortSignal): Promise<KeysView> =>
      order('/v1/keys/cut-over', body, KeysView, signal),
    /** Errors: `no_vault_key_ready`, `vault_keys_changing`, `run_state_forbids`, `release_state_forbids`. */
    changeVaultKey: (signal?: AbortSignal): Promise<KeysView> =>
      order('/v1/keys/vault', {}, KeysView, signal),

    /** Events after `after` (0 for all), oldest first. */
    auditEvents: async (after: number, limit: number, signal?: AbortSignal): Promise<readonly AuditEvent[]> =>
      (await get('/v1/audit-events', z.object({ events: z.array(AuditEvent) }), signal, { after, limit }))
        .events,
  };
}
