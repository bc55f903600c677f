import type { Generated } from './columns.ts';

/** `oprf_declaration`: rows a contributor says its files have. */
export type OprfDeclarationTable = {
  organisation: string;
  key_epoch: number;
  source_digest: string;
  rows: number;
  declared_at: Date;
};

/** `oprf_usage`: evaluations used and refused. */
export type OprfUsageTable = {
  organisation: string;
  key_epoch: number;
  evaluated: number;
  refused: Generated<number>;
};
