import type { JsonColumn } from './columns.ts';

/** `catalogue`: versions, the newest in force. */
export type CatalogueTable = {
  catalogue_sha256: string;
  document: JsonColumn;
  created_at: Date;
};
