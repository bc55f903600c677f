import type { SourceKind, UploadState } from '@credlink/contracts';
import type { DefaultJsonColumn, JsonColumn } from './columns.ts';

/** `upload`: one contributed file. */
export type UploadTable = {
  upload_id: string;
  organisation: string;
  agreement_id: string;
  kind: SourceKind;
  source_digest: string;
  key_epoch: number;
  manifest: JsonColumn;
  state: UploadState;
  identity_file: string | null;
  facts_file: string | null;
  quarantined: DefaultJsonColumn;
  refusal_code: string | null;
  supersedes: string | null;
  superseded_by: string | null;
  created_at: Date;
  finished_at: Date | null;
  vault_key_check: string | null;
  rekey_failure: string | null;
  continues: string | null;
};
