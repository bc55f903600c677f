-- What keeps an upload from being taken out from under a key: one such upload keeps everything waiting.
ALTER TABLE upload ADD COLUMN rekey_failure text;
COMMENT ON COLUMN upload.rekey_failure IS 'Error code the last attempt to take its files to the current key of the vault ended in; null after none, and once it is done.';
GRANT SELECT (rekey_failure) ON upload TO credlink_steward;
