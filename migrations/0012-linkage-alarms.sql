ALTER TABLE release ADD COLUMN linkage_alarms jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN release.linkage_alarms IS 'Error rates of its linkage beyond the policy: why it was held. For the steward.';
ALTER TABLE release ADD COLUMN match_rates jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN release.match_rates IS 'Banded shares of each source found in wages, by group. For the steward.';
GRANT SELECT (linkage_alarms, match_rates) ON release TO credlink_steward;
