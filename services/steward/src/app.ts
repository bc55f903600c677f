import type { HttpApp } from '@credlink/runtime';
import type { StewardContext } from './context.ts';
import { cancelRun } from './routes/cancel-run.ts';
import { certifyDestruction } from './routes/certify-destruction.ts';
import { changeEpoch } from './routes/change-epoch.ts';
import { changeVaultKey } from './routes/change-vault-key.ts';
import { createApiKey } from './routes/create-api-key.ts';
import { decideRelease } from './routes/decide-release.ts';
import { listApiKeys } from './routes/list-api-keys.ts';
import { listAuditEvents } from './routes/list-audit-events.ts';
import { listUploads } from './routes/list-uploads.ts';
import { orderRelease } from './routes/order-release.ts';
import { orderRun } from './routes/order-run.ts';
import { putAgreement } from './routes/put-agreement.ts';
import { putCatalogue } from './routes/put-catalogue.ts';
import { putOrganisation } from './routes/put-organisation.ts';
import { revokeApiKey } from './routes/revoke-api-key.ts';
import { showAgreements } from './routes/show-agreements.ts';
import { showCatalogue } from './routes/show-catalogue.ts';
import { showKeys } from './routes/show-keys.ts';
import { showOrganisations } from './routes/show-organisations.ts';
import { showReleases } from './routes/show-releases.ts';
import { showRuns } from './routes/show-runs.ts';

const ROUTES = [
  putOrganisation,
  showOrganisations,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  putAgreement,
  showAgreements,
  putCatalogue,
  showCatalogue,
  listUploads,
  orderRun,
  showRuns,
  cancelRun,
  orderRelease,
  showReleases,
  decideRelease,
  showKeys,
  changeVaultKey,
  changeEpoch,
  certifyDestruction,
  listAuditEvents,
] as const;

/** Adds the routes of the steward; every one of them asks for a steward's API key. */
export function addRoutes(app: HttpApp, context: StewardContext): void {
  for (const add of ROUTES) add(app, context);
}
