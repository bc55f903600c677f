-- Certificates that say which keys were destroyed, and what was checked of it.
ALTER TABLE key_epoch ADD COLUMN is_oprf_key_held boolean;
COMMENT ON COLUMN key_epoch.is_oprf_key_held IS 'Whether the keyholder that started last was given a seed of its OPRF key; null before any has said so.';
GRANT UPDATE (is_oprf_key_held) ON key_epoch TO credlink_keyholder;

CREATE TABLE key_destruction (
  destruction_id uuid PRIMARY KEY,
  subject text NOT NULL UNIQUE,
  statement jsonb NOT NULL,
  signature jsonb,
  ordered_by text NOT NULL,
  ordered_at timestamptz NOT NULL
);
COMMENT ON TABLE key_destruction IS 'Keys a steward declared destroyed, each once.';
COMMENT ON COLUMN key_destruction.destruction_id IS 'Identity.';
COMMENT ON COLUMN key_destruction.subject IS 'Which key: "vault key CHECK" or "epoch N".';
COMMENT ON COLUMN key_destruction.statement IS 'What the certificate says: check values and counts, never a key.';
COMMENT ON COLUMN key_destruction.signature IS 'Of the publisher, Ed25519 over the canonical JSON of the statement; null until it has signed.';
COMMENT ON COLUMN key_destruction.ordered_by IS 'Actor, as in the audit trail.';
COMMENT ON COLUMN key_destruction.ordered_at IS 'When.';
GRANT SELECT, INSERT ON key_destruction TO credlink_steward;
GRANT SELECT (destruction_id, statement, signature, ordered_at), UPDATE (signature) ON key_destruction TO credlink_publisher;
