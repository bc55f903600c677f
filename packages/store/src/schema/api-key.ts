import type { ApiKeyScope, SourceKind } from '@credlink/contracts';

/** `api_key`: hashed API keys. */
export type ApiKeyTable = {
  api_key_id: string;
  organisation: string;
  secret_sha256: Buffer;
  scopes: ApiKeyScope[];
  kinds: SourceKind[];
  label: string;
  created_at: Date;
  revoked_at: Date | null;
};
