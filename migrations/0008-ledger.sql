-- What readers saw, for as long as the exchange lives: a later release is judged together with it.
ALTER TABLE published_cell ADD COLUMN as_of text;
ALTER TABLE published_cell ADD CHECK ((status = 'carried') = (as_of IS NOT NULL));
COMMENT ON COLUMN published_cell.as_of IS 'Public id of the release a carried figure was computed for.';

ALTER TABLE release
  ADD COLUMN is_restatement boolean NOT NULL DEFAULT false,
  ADD COLUMN starts integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN release.is_restatement IS 'The annual restatement: newest wage files, every figure computed anew.';
COMMENT ON COLUMN release.starts IS 'How often a publisher took it up: a build that dies each time must end.';

CREATE UNIQUE INDEX release_one_building ON release ((true)) WHERE state = 'building';
COMMENT ON INDEX release_one_building IS 'Releases are built one after the other: each must know all that were shown before.';

CREATE TABLE ledger (
  release_id uuid PRIMARY KEY REFERENCES release,
  published_id text NOT NULL,
  shown_at timestamptz,
  figures_file text NOT NULL,
  sets_file text NOT NULL,
  persons_file text NOT NULL,
  rosters_file text NOT NULL,
  records_file text NOT NULL
);
COMMENT ON TABLE ledger IS 'Releases that were built, with who was in their cells; for the publisher alone. Rows of releases readers saw are never removed, whatever becomes of the release.';
COMMENT ON COLUMN ledger.release_id IS 'The order.';
COMMENT ON COLUMN ledger.published_id IS 'Public id.';
COMMENT ON COLUMN ledger.shown_at IS 'When readers first saw it; null while it is held.';
COMMENT ON COLUMN ledger.figures_file IS 'SHA-256 name in the vault: every figure with its status, value and the sets it rests on.';
COMMENT ON COLUMN ledger.sets_file IS 'SHA-256 name in the vault: sets of persons, as lists of atoms.';
COMMENT ON COLUMN ledger.persons_file IS 'SHA-256 name in the vault: person key and atom.';
COMMENT ON COLUMN ledger.rosters_file IS 'SHA-256 name in the vault: person keys of the cohorts that are closed.';
COMMENT ON COLUMN ledger.records_file IS 'SHA-256 name in the vault: which records a person key stands for. Kept of the newest release only.';

CREATE TABLE ledger_upload (
  release_id uuid NOT NULL REFERENCES ledger ON DELETE CASCADE,
  upload_id uuid NOT NULL REFERENCES upload,
  PRIMARY KEY (release_id, upload_id)
);
COMMENT ON TABLE ledger_upload IS 'Uploads whose facts a release read: those of wages are the frozen vintage of the next.';
COMMENT ON COLUMN ledger_upload.release_id IS 'The release.';
COMMENT ON COLUMN ledger_upload.upload_id IS 'An upload it read.';

GRANT SELECT, INSERT, DELETE ON ledger, ledger_upload TO credlink_publisher;
GRANT UPDATE (shown_at) ON ledger TO credlink_publisher;
GRANT SELECT (superseded_by) ON upload TO credlink_publisher;
-- The linker links the files of the frozen vintage too, although newer ones supersede them.
GRANT SELECT (release_id, shown_at) ON ledger TO credlink_linker;
GRANT SELECT ON ledger_upload TO credlink_linker;
GRANT SELECT (is_restatement) ON release TO credlink_steward;
