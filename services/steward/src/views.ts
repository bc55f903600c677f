import {
  API_KEY_SCOPES,
  type AuditEvent,
  type CatalogueView,
  type ReleaseView,
  type RunView,
  SOURCE_KINDS,
  UPLOAD_STATES,
} from '@credlink/contracts';
import type {
  Release,
  Run,
  StoredApiKey,
  StoredAuditEvent,
  StoredCatalogue,
  UploadSummary,
} from '@credlink/store';
import { z } from 'zod';

/** An API key without its secret. */
export const ApiKeyView = z.strictObject({
  apiKeyId: z.uuid(),
  organisation: z.string(),
  scopes: z.array(z.enum(API_KEY_SCOPES)),
  kinds: z.array(z.enum(SOURCE_KINDS)),
  label: z.string(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

/** An upload by state and times: no figure of its content. */
export const UploadSummaryView = z.strictObject({
  uploadId: z.uuid(),
  organisation: z.string(),
  kind: z.enum(SOURCE_KINDS),
  state: z.enum(UPLOAD_STATES),
  refusalCode: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

export function apiKeyView(key: StoredApiKey): z.infer<typeof ApiKeyView> {
  return {
    apiKeyId: key.apiKeyId,
    organisation: key.organisation,
    scopes: [...key.scopes],
    kinds: [...key.kinds],
    label: key.label,
    createdAt: key.createdAt.toISOString(),
    revokedAt: isoOrNull(key.revokedAt),
  };
}

export function uploadSummaryView(upload: UploadSummary): z.infer<typeof UploadSummaryView> {
  return {
    ...upload,
    createdAt: upload.createdAt.toISOString(),
    finishedAt: isoOrNull(upload.finishedAt),
  };
}

export function catalogueView(version: StoredCatalogue): z.infer<typeof CatalogueView> {
  return {
    catalogueSha256: version.catalogueSha256,
    credentials: version.catalogue.credentials.length,
    createdAt: version.createdAt.toISOString(),
  };
}

export function runView(run: Run): RunView {
  return {
    runId: run.runId,
    state: run.state,
    orderedAt: run.orderedAt.toISOString(),
    finishedAt: isoOrNull(run.finishedAt),
    progress: run.progress,
    quality: run.quality,
    failure: run.failureCode,
  };
}

export function releaseView(release: Release): ReleaseView {
  return {
    releaseId: release.releaseId,
    publishedId: release.publishedId,
    title: release.title,
    policy: release.policy,
    state: release.state,
    orderedAt: release.orderedAt.toISOString(),
    finishedAt: isoOrNull(release.finishedAt),
    progress: release.progress,
    failure: release.failureCode,
  };
}

export function auditEventView(event: StoredAuditEvent): AuditEvent {
  return { ...event, at: event.at.toISOString() };
}

function isoOrNull(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
