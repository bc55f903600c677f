-- Keys the vault's files are under: named by check values that tell nothing of them.
CREATE TABLE vault_key (
  key_check text PRIMARY KEY CHECK (key_check ~ '^[0-9a-f]{32}$'),
  state text NOT NULL CHECK (state IN ('ready', 'current', 'retiring', 'retired')),
  is_held boolean NOT NULL,
  introduced_at timestamptz NOT NULL,
  current_at timestamptz,
  retired_at timestamptz,
  uploads_rekeyed integer NOT NULL DEFAULT 0 CHECK (uploads_rekeyed >= 0),
  CHECK (state = 'ready' OR current_at IS NOT NULL),
  CHECK ((state = 'retired') = (retired_at IS NOT NULL))
);
COMMENT ON TABLE vault_key IS 'Keys of the vault, by check value. Holds no secret: the keys themselves are in intake''s settings alone.';
COMMENT ON COLUMN vault_key.key_check IS 'Derived from the key with HKDF: tells which key it is, and nothing of it.';
COMMENT ON COLUMN vault_key.state IS 'ready: intake holds it and nothing is under it; current: new files are under it; retiring: files are being taken out from under it; retired: no file is under it.';
COMMENT ON COLUMN vault_key.is_held IS 'Whether the intake that started last was given it.';
COMMENT ON COLUMN vault_key.introduced_at IS 'When an intake first started with it.';
COMMENT ON COLUMN vault_key.current_at IS 'When it became current.';
COMMENT ON COLUMN vault_key.retired_at IS 'When the last file had been taken out from under it.';
COMMENT ON COLUMN vault_key.uploads_rekeyed IS 'Uploads taken out from under it.';
CREATE UNIQUE INDEX vault_key_current ON vault_key (state) WHERE state = 'current';
CREATE UNIQUE INDEX vault_key_retiring ON vault_key (state) WHERE state = 'retiring';
COMMENT ON INDEX vault_key_current IS 'One key is current.';
COMMENT ON INDEX vault_key_retiring IS 'One change of keys at a time.';

ALTER TABLE upload ADD COLUMN vault_key_check text REFERENCES vault_key;
COMMENT ON COLUMN upload.vault_key_check IS 'Key its files in the vault are under; null while it has none.';

GRANT SELECT, INSERT, UPDATE ON vault_key TO credlink_intake;
GRANT SELECT, UPDATE (state, current_at) ON vault_key TO credlink_steward;
GRANT SELECT (vault_key_check) ON upload TO credlink_steward;
