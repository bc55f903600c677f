import type {
  ApiKeyView,
  AuditEvent,
  CatalogueView,
  ReleaseView,
  RunView,
  UploadSummary as UploadSummaryView,
} from '@credlink/contracts';
import type {
  Release,
  Run,
  StoredApiKey,
  StoredAuditEvent,
  StoredCatalogue,
  UploadSummary,
} from '@credlink/store';
import type { z } from 'zod';

export function apiKeyView(key: StoredApiKey): ApiKeyView {
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

export function uploadSummaryView(upload: UploadSummary): UploadSummaryView {
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
    quarantined: [...release.quarantined],
    linkageAlarms: [...release.linkageAlarms],
    matchRates: [...release.matchRates],
  };
}

export function auditEventView(event: StoredAuditEvent): AuditEvent {
  return { ...event, at: event.at.toISOString() };
}

function isoOrNull(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
