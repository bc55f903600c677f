CREATE TYPE release_state AS ENUM ('ordered', 'building', 'held', 'published', 'withdrawn', 'failed');

CREATE TABLE release (
  release_id uuid PRIMARY KEY,
  title text NOT NULL,
  policy text NOT NULL,
  is_hold_asked boolean NOT NULL,
  state release_state NOT NULL,
  ordered_by text NOT NULL,
  ordered_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  progress jsonb,
  run_id uuid REFERENCES run,
  catalogue_sha256 text REFERENCES catalogue,
  published_id text,
  release_file text,
  failure_code text,
  CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
  CHECK (state NOT IN ('held', 'published', 'withdrawn') OR (published_id IS NOT NULL AND release_file IS NOT NULL))
);
COMMENT ON TABLE release IS 'An order for a release and how far it is.';
COMMENT ON COLUMN release.release_id IS 'Identity of the order.';
COMMENT ON COLUMN release.title IS 'For readers.';
COMMENT ON COLUMN release.policy IS 'Disclosure policy asked for: rounded or exact.';
COMMENT ON COLUMN release.is_hold_asked IS 'Wait for a steward before publishing.';
COMMENT ON COLUMN release.state IS 'See packages/store/src/release-state.ts.';
COMMENT ON COLUMN release.ordered_by IS 'Actor.';
COMMENT ON COLUMN release.ordered_at IS 'When it was ordered.';
COMMENT ON COLUMN release.started_at IS 'When the publisher took it up.';
COMMENT ON COLUMN release.finished_at IS 'When it was published, withdrawn or failed.';
COMMENT ON COLUMN release.progress IS 'Step, done, total, seconds left.';
COMMENT ON COLUMN release.run_id IS 'The linked run it reads.';
COMMENT ON COLUMN release.catalogue_sha256 IS 'The catalogue version it reads.';
COMMENT ON COLUMN release.published_id IS 'First 16 hex digits of the content digest.';
COMMENT ON COLUMN release.release_file IS 'SHA-256 name of the protected release document in the vault.';
COMMENT ON COLUMN release.failure_code IS 'Stable code.';

CREATE TABLE published_release (
  published_id text PRIMARY KEY,
  title text NOT NULL,
  published_at timestamptz NOT NULL,
  content_sha256 text NOT NULL,
  policy text NOT NULL,
  certificate jsonb NOT NULL,
  definitions jsonb NOT NULL
);
COMMENT ON TABLE published_release IS 'Releases readers can see. Only protected figures ever reach the published_* tables.';
COMMENT ON COLUMN published_release.published_id IS 'First 16 hex digits of the content digest.';
COMMENT ON COLUMN published_release.title IS 'For readers.';
COMMENT ON COLUMN published_release.published_at IS 'When.';
COMMENT ON COLUMN published_release.content_sha256 IS 'SHA-256 over the canonical tables and cells.';
COMMENT ON COLUMN published_release.policy IS 'Name and version of the disclosure policy.';
COMMENT ON COLUMN published_release.certificate IS 'What was checked.';
COMMENT ON COLUMN published_release.definitions IS 'Measure definitions of this release.';

CREATE TABLE published_table (
  published_id text NOT NULL REFERENCES published_release ON DELETE CASCADE,
  table_name text NOT NULL,
  position integer NOT NULL,
  document jsonb NOT NULL,
  PRIMARY KEY (published_id, table_name)
);
COMMENT ON TABLE published_table IS 'The lattice of a table: dimensions, members, measures.';
COMMENT ON COLUMN published_table.published_id IS 'The release.';
COMMENT ON COLUMN published_table.table_name IS 'Name within the release.';
COMMENT ON COLUMN published_table.position IS 'Display order.';
COMMENT ON COLUMN published_table.document IS 'contracts/release.ts PublishedTable.';

CREATE TABLE published_cell (
  published_id text NOT NULL,
  table_name text NOT NULL,
  position integer NOT NULL,
  measure text NOT NULL,
  variant text NOT NULL,
  address jsonb NOT NULL,
  unit text NOT NULL CHECK (unit IN ('count', 'share', 'usd')),
  status text NOT NULL CHECK (status IN ('ok', 'suppressed', 'carried', 'not_mature', 'not_covered', 'not_applicable')),
  value double precision,
  low double precision,
  high double precision,
  PRIMARY KEY (published_id, table_name, position),
  FOREIGN KEY (published_id, table_name) REFERENCES published_table ON DELETE CASCADE,
  CHECK ((status IN ('ok', 'carried')) = (value IS NOT NULL)),
  CHECK (value IS NOT NULL OR (low IS NULL AND high IS NULL))
);
COMMENT ON TABLE published_cell IS 'Protected cells. A suppressed cell has no number at all.';
COMMENT ON COLUMN published_cell.published_id IS 'The release.';
COMMENT ON COLUMN published_cell.table_name IS 'The table.';
COMMENT ON COLUMN published_cell.position IS 'Order fixed by the lattice, never by a value.';
COMMENT ON COLUMN published_cell.measure IS 'Measure id.';
COMMENT ON COLUMN published_cell.variant IS 'Variant of the measure, or empty.';
COMMENT ON COLUMN published_cell.address IS 'Dimension -> code, totals as all.';
COMMENT ON COLUMN published_cell.unit IS 'count, share (0 to 1) or usd (whole dollars).';
COMMENT ON COLUMN published_cell.status IS 'One opaque code for everything withheld.';
COMMENT ON COLUMN published_cell.value IS 'Null unless ok or carried.';
COMMENT ON COLUMN published_cell.low IS 'Lower bound after rounding or banding.';
COMMENT ON COLUMN published_cell.high IS 'Upper bound after rounding or banding.';

CREATE INDEX published_cell_measure ON published_cell (published_id, table_name, measure, variant);

GRANT SELECT, UPDATE ON release TO credlink_publisher;
GRANT SELECT, INSERT, DELETE ON published_release, published_table, published_cell TO credlink_publisher;
GRANT SELECT (release_id, title, policy, is_hold_asked, state, ordered_by, ordered_at, started_at, finished_at, progress, published_id, failure_code),
  INSERT ON release TO credlink_steward;
GRANT UPDATE (state, finished_at, is_hold_asked) ON release TO credlink_steward;
GRANT SELECT ON published_release, published_table, published_cell TO credlink_outcomes;
