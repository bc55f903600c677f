-- Epochs of the exchange key and the OPRF key: the one in use, and one beside it that contributors move to.
CREATE TABLE key_epoch (
  key_epoch integer PRIMARY KEY CHECK (key_epoch > 0),
  state text NOT NULL CHECK (state IN ('next', 'current', 'ending', 'ended')),
  key_check_value text NOT NULL CHECK (key_check_value ~ '^[0-9a-f]{32}$'),
  oprf_public_key text NOT NULL,
  due date,
  begun_at timestamptz NOT NULL,
  current_at timestamptz,
  ended_at timestamptz,
  uploads_replaced integer NOT NULL DEFAULT 0 CHECK (uploads_replaced >= 0),
  uploads_dropped integer NOT NULL DEFAULT 0 CHECK (uploads_dropped >= 0),
  CHECK (state = 'next' OR current_at IS NOT NULL),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
COMMENT ON TABLE key_epoch IS 'Epochs of the exchange key and the OPRF key. Holds no secret. The exchange row says which one is current.';
COMMENT ON COLUMN key_epoch.key_epoch IS 'Number of the epoch; part of every derived key.';
COMMENT ON COLUMN key_epoch.state IS 'next: contributors may send under it beside the current one; current; ending: its tokens are being deleted; ended: none is left.';
COMMENT ON COLUMN key_epoch.key_check_value IS 'As in the exchange row, of this epoch''s exchange key.';
COMMENT ON COLUMN key_epoch.oprf_public_key IS 'As in the exchange row, of this epoch''s OPRF key.';
COMMENT ON COLUMN key_epoch.due IS 'Day by which contributors are asked to have sent their files under it; nothing happens by itself then.';
COMMENT ON COLUMN key_epoch.begun_at IS 'When contributors could begin to send under it.';
COMMENT ON COLUMN key_epoch.current_at IS 'When it became current.';
COMMENT ON COLUMN key_epoch.ended_at IS 'When the last of its tokens was deleted.';
COMMENT ON COLUMN key_epoch.uploads_replaced IS 'Uploads whose files were exchanged for those of the epoch after it.';
COMMENT ON COLUMN key_epoch.uploads_dropped IS 'Uploads that ended with it, because nobody sent them again.';
CREATE UNIQUE INDEX key_epoch_next ON key_epoch (state) WHERE state = 'next';
CREATE UNIQUE INDEX key_epoch_current ON key_epoch (state) WHERE state = 'current';
CREATE UNIQUE INDEX key_epoch_ending ON key_epoch (state) WHERE state = 'ending';
COMMENT ON INDEX key_epoch_next IS 'One epoch can be moved to.';
COMMENT ON INDEX key_epoch_current IS 'One epoch is current.';
COMMENT ON INDEX key_epoch_ending IS 'One epoch ends at a time.';

INSERT INTO key_epoch (key_epoch, state, key_check_value, oprf_public_key, begun_at, current_at)
SELECT key_epoch, 'current', key_check_value, oprf_public_key, now(), now() FROM exchange;

ALTER TABLE upload ADD COLUMN continues uuid REFERENCES upload;
COMMENT ON COLUMN upload.continues IS 'The upload of the epoch before whose content this one is, tokenised again: takes its place at the cut-over.';
ALTER TABLE run ADD COLUMN key_epoch integer;
COMMENT ON COLUMN run.key_epoch IS 'Epoch whose uploads it read; null before it was started.';

GRANT SELECT ON key_epoch TO credlink_keyholder, credlink_intake, credlink_linker, credlink_publisher, credlink_steward;
GRANT INSERT, UPDATE ON key_epoch TO credlink_steward;
GRANT UPDATE (state, ended_at, uploads_replaced, uploads_dropped) ON key_epoch TO credlink_intake;
GRANT SELECT (key_epoch) ON upload TO credlink_publisher;
GRANT SELECT (release_id, shown_at) ON ledger TO credlink_intake, credlink_steward;
GRANT SELECT ON ledger_upload TO credlink_intake, credlink_steward;
GRANT SELECT (supersedes, continues) ON upload TO credlink_steward;
