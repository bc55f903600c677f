import type { AgreementTable } from './agreement.ts';
import type { ApiKeyTable } from './api-key.ts';
import type { AuditEventTable } from './audit-event.ts';
import type { CatalogueTable } from './catalogue.ts';
import type { ExchangeTable } from './exchange.ts';
import type { KeyDestructionTable } from './key-destruction.ts';
import type { KeyEpochTable } from './key-epoch.ts';
import type { LedgerTable, LedgerUploadTable } from './ledger.ts';
import type { OprfDeclarationTable, OprfUsageTable } from './oprf.ts';
import type { OrganisationTable } from './organisation.ts';
import type {
  PublishedCellTable,
  PublishedReleaseTable,
  PublishedTableTable,
  ReleaseKeyTable,
} from './published.ts';
import type { ReleaseTable } from './release.ts';
import type { RunTable, RunUploadTable } from './run.ts';
import type { UploadTable } from './upload.ts';
import type { UploadDecoysTable } from './upload-decoys.ts';
import type { VaultKeyTable } from './vault-key.ts';

/** Every table, as the newest migration leaves it. A test compares it with the database's own catalogue. */
export type Schema = {
  agreement: AgreementTable;
  api_key: ApiKeyTable;
  audit_event: AuditEventTable;
  catalogue: CatalogueTable;
  exchange: ExchangeTable;
  key_destruction: KeyDestructionTable;
  key_epoch: KeyEpochTable;
  ledger: LedgerTable;
  ledger_upload: LedgerUploadTable;
  oprf_declaration: OprfDeclarationTable;
  oprf_usage: OprfUsageTable;
  organisation: OrganisationTable;
  published_cell: PublishedCellTable;
  published_release: PublishedReleaseTable;
  release_key: ReleaseKeyTable;
  published_table: PublishedTableTable;
  release: ReleaseTable;
  run: RunTable;
  run_upload: RunUploadTable;
  upload: UploadTable;
  upload_decoys: UploadDecoysTable;
  vault_key: VaultKeyTable;
};
