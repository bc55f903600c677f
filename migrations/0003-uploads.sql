CREATE TYPE upload_state AS ENUM ('receiving', 'validating', 'committed', 'refused', 'superseded', 'withdrawn');

CREATE TABLE upload (
  upload_id uuid PRIMARY KEY,
  organisation text NOT NULL REFERENCES organisation,
  agreement_id text NOT NULL REFERENCES agreement,
  kind text NOT NULL,
  source_digest text NOT NULL CHECK (source_digest ~ '^[0-9a-f]{64}$'),
  key_epoch integer NOT NULL,
  manifest jsonb NOT NULL,
  state upload_state NOT NULL,
  identity_file text,
  facts_file text,
  quarantined jsonb NOT NULL DEFAULT '{}',
  refusal_code text,
  supersedes uuid REFERENCES upload,
  superseded_by uuid REFERENCES upload,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  CHECK ((state IN ('committed', 'superseded')) = (identity_file IS NOT NULL AND facts_file IS NOT NULL)),
  CHECK ((state = 'refused') = (refusal_code IS NOT NULL)),
  CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
);
COMMENT ON TABLE upload IS 'One contributed file: a manifest and two Parquet files in the vault. The row is the commit point of both.';
COMMENT ON COLUMN upload.upload_id IS 'Identity.';
COMMENT ON COLUMN upload.organisation IS 'The contributor.';
COMMENT ON COLUMN upload.agreement_id IS 'The agreement it was accepted under.';
COMMENT ON COLUMN upload.kind IS 'Source kind; decides the fact contract.';
COMMENT ON COLUMN upload.source_digest IS 'Keyed digest of the owner''s file: the same file twice is the same upload.';
COMMENT ON COLUMN upload.key_epoch IS 'Epoch of the exchange key its tokens were made under.';
COMMENT ON COLUMN upload.manifest IS 'As stated by the contributor and checked against the content.';
COMMENT ON COLUMN upload.state IS 'See packages/store/src/upload-state.ts.';
COMMENT ON COLUMN upload.identity_file IS 'SHA-256 name of the re-keyed identity file in the vault.';
COMMENT ON COLUMN upload.facts_file IS 'SHA-256 name of the re-keyed facts file in the vault.';
COMMENT ON COLUMN upload.quarantined IS 'Rows set aside at commit, by reason.';
COMMENT ON COLUMN upload.refusal_code IS 'Stable code of the reason for a refusal.';
COMMENT ON COLUMN upload.supersedes IS 'The upload this one replaces once committed.';
COMMENT ON COLUMN upload.superseded_by IS 'The committed upload that replaced this one.';
COMMENT ON COLUMN upload.created_at IS 'When the manifest was accepted.';
COMMENT ON COLUMN upload.finished_at IS 'When it was committed, refused or withdrawn.';

CREATE UNIQUE INDEX upload_same_file ON upload (organisation, kind, source_digest, key_epoch)
  WHERE state IN ('receiving', 'validating', 'committed');
COMMENT ON INDEX upload_same_file IS 'The same file twice is the same upload.';

GRANT SELECT, INSERT, UPDATE ON upload TO credlink_intake;
GRANT SELECT (upload_id, organisation, agreement_id, kind, key_epoch, manifest, state, identity_file, created_at, finished_at)
  ON upload TO credlink_linker;
GRANT SELECT (upload_id, organisation, agreement_id, kind, manifest, state, facts_file, quarantined, created_at, finished_at)
  ON upload TO credlink_publisher;
GRANT SELECT (upload_id, organisation, agreement_id, kind, key_epoch, state, quarantined, refusal_code, superseded_by, created_at, finished_at)
  ON upload TO credlink_steward;
