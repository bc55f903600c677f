CREATE TYPE run_state AS ENUM ('ordered', 'linking', 'linked', 'failed', 'cancelled');

CREATE TABLE run (
  run_id uuid PRIMARY KEY,
  state run_state NOT NULL,
  ordered_by text NOT NULL,
  ordered_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  progress jsonb,
  links_file text,
  quality jsonb,
  failure_code text,
  CHECK ((state = 'linked') = (links_file IS NOT NULL AND quality IS NOT NULL)),
  CHECK ((state = 'failed') = (failure_code IS NOT NULL))
);
COMMENT ON TABLE run IS 'One linkage of all uploads that were committed when it started.';
COMMENT ON COLUMN run.run_id IS 'Identity.';
COMMENT ON COLUMN run.state IS 'See packages/store/src/run-state.ts.';
COMMENT ON COLUMN run.ordered_by IS 'Actor, as in the audit trail.';
COMMENT ON COLUMN run.ordered_at IS 'When it was ordered.';
COMMENT ON COLUMN run.started_at IS 'When the linker took it up.';
COMMENT ON COLUMN run.finished_at IS 'When it ended, well or not.';
COMMENT ON COLUMN run.progress IS 'Step, done, total, seconds left.';
COMMENT ON COLUMN run.links_file IS 'SHA-256 name of the links file in the vault: upload_id, subject_id, person_id, posterior.';
COMMENT ON COLUMN run.quality IS 'Quality record: shares and posterior error rates by source, never a row.';
COMMENT ON COLUMN run.failure_code IS 'Stable code.';

CREATE TABLE run_upload (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  upload_id uuid NOT NULL REFERENCES upload,
  PRIMARY KEY (run_id, upload_id)
);
COMMENT ON TABLE run_upload IS 'The frozen input of a run.';
COMMENT ON COLUMN run_upload.run_id IS 'The run.';
COMMENT ON COLUMN run_upload.upload_id IS 'An upload it read.';

GRANT SELECT, UPDATE ON run TO credlink_linker;
GRANT SELECT, INSERT, DELETE ON run_upload TO credlink_linker;
GRANT SELECT (run_id, state, finished_at, links_file, quality) ON run TO credlink_publisher;
GRANT SELECT ON run_upload TO credlink_publisher;
GRANT SELECT (run_id, state, ordered_by, ordered_at, started_at, finished_at, progress, quality, failure_code), INSERT ON run TO credlink_steward;
GRANT UPDATE (state, finished_at) ON run TO credlink_steward;
GRANT SELECT ON run_upload TO credlink_steward;
