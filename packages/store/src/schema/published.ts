import type { CellStatus, Unit } from '@credlink/contracts';
import type { JsonColumn } from './columns.ts';

/** `published_release`: releases readers can see. */
export type PublishedReleaseTable = {
  published_id: string;
  title: string;
  published_at: Date;
  content_sha256: string;
  policy: string;
  certificate: JsonColumn;
  lattice: JsonColumn | null;
  definitions: JsonColumn;
};

/** `release_key`: public keys that certificates were signed with. */
export type ReleaseKeyTable = {
  public_key: string;
  first_used_at: Date;
};

/** `published_table`: the lattice of a table. */
export type PublishedTableTable = {
  published_id: string;
  table_name: string;
  position: number;
  document: JsonColumn;
};

/** `published_cell`: protected cells. */
export type PublishedCellTable = {
  published_id: string;
  table_name: string;
  position: number;
  measure: string;
  variant: string;
  address: JsonColumn;
  unit: Unit;
  status: CellStatus;
  value: number | null;
  low: number | null;
  high: number | null;
  as_of: string | null;
};
