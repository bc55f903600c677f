CREATE TABLE oprf_declaration (
  organisation text NOT NULL REFERENCES organisation,
  key_epoch integer NOT NULL,
  source_digest text NOT NULL CHECK (source_digest ~ '^[0-9a-f]{64}$'),
  rows integer NOT NULL CHECK (rows > 0),
  declared_at timestamptz NOT NULL,
  PRIMARY KEY (organisation, key_epoch, source_digest)
);
COMMENT ON TABLE oprf_declaration IS 'Rows a contributor says its file has; the sum sets its quota of SSN evaluations. The same file declared twice counts once.';
COMMENT ON COLUMN oprf_declaration.organisation IS 'The contributor.';
COMMENT ON COLUMN oprf_declaration.key_epoch IS 'Evaluations are counted by epoch of the OPRF key.';
COMMENT ON COLUMN oprf_declaration.source_digest IS 'Keyed digest of the file; the keyholder cannot test guesses of it.';
COMMENT ON COLUMN oprf_declaration.rows IS 'Declared rows.';
COMMENT ON COLUMN oprf_declaration.declared_at IS 'When.';

CREATE TABLE oprf_usage (
  organisation text NOT NULL REFERENCES organisation,
  key_epoch integer NOT NULL,
  evaluated bigint NOT NULL CHECK (evaluated >= 0),
  refused bigint NOT NULL DEFAULT 0 CHECK (refused >= 0),
  PRIMARY KEY (organisation, key_epoch)
);
COMMENT ON TABLE oprf_usage IS 'Evaluations used and refused, by contributor and epoch.';
COMMENT ON COLUMN oprf_usage.organisation IS 'The contributor.';
COMMENT ON COLUMN oprf_usage.key_epoch IS 'Epoch of the OPRF key.';
COMMENT ON COLUMN oprf_usage.evaluated IS 'Blinded elements evaluated so far.';
COMMENT ON COLUMN oprf_usage.refused IS 'Blinded elements refused for want of quota.';

GRANT SELECT, INSERT, UPDATE ON oprf_declaration, oprf_usage TO credlink_keyholder;
GRANT SELECT ON oprf_declaration, oprf_usage TO credlink_steward;
