import type { OrderRelease, ReleaseState } from '@credlink/contracts';
import type { Generated } from 'kysely';
import type { DefaultJsonColumn, NullableJsonColumn } from './columns.ts';

/** `release`: an order for a release and how far it is. */
export type ReleaseTable = {
  release_id: string;
  title: string;
  policy: OrderRelease['policy'];
  is_hold_asked: boolean;
  is_restatement: Generated<boolean>;
  state: ReleaseState;
  ordered_by: string;
  ordered_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  progress: NullableJsonColumn;
  run_id: string | null;
  catalogue_sha256: string | null;
  published_id: string | null;
  release_file: string | null;
  failure_code: string | null;
  starts: Generated<number>;
  quarantined: DefaultJsonColumn;
  linkage_alarms: DefaultJsonColumn;
  match_rates: DefaultJsonColumn;
};
