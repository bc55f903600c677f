ALTER TABLE release ADD COLUMN quarantined jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN release.quarantined IS 'Rosters kept out of it: [{organisation, credential, reason}]. For the steward; no reader sees it.';
GRANT SELECT (quarantined) ON release TO credlink_steward;
