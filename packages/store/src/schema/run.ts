import type { RunState } from '@credlink/contracts';
import type { Generated } from 'kysely';
import type { NullableJsonColumn } from './columns.ts';

/** `run`: one linkage. */
export type RunTable = {
  run_id: string;
  state: RunState;
  ordered_by: string;
  ordered_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  progress: NullableJsonColumn;
  links_file: string | null;
  quality: NullableJsonColumn;
  failure_code: string | null;
  starts: Generated<number>;
  highest_person: Generated<number>;
  key_epoch: number | null;
  blind_digest: Generated<string | null>;
};

/** `run_upload`: the frozen input of a run. */
export type RunUploadTable = { run_id: string; upload_id: string };
