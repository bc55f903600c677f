-- What a reader needs to re-check a release: how its cells hang together, and the keys certificates are signed with.
ALTER TABLE published_release ADD COLUMN lattice jsonb;
COMMENT ON COLUMN published_release.lattice IS 'contracts/release-lattice.ts ReleaseLattice: no figure in it. Null in releases made before there was one.';

CREATE TABLE release_key (
  public_key text PRIMARY KEY,
  first_used_at timestamptz NOT NULL
);
COMMENT ON TABLE release_key IS 'Public keys that certificates of published releases are signed with.';
COMMENT ON COLUMN release_key.public_key IS 'Ed25519, 32 bytes in base64.';
COMMENT ON COLUMN release_key.first_used_at IS 'When the first release under it was published.';

INSERT INTO release_key (public_key, first_used_at)
SELECT certificate #>> '{signature,publicKey}', min(published_at)
FROM published_release
WHERE certificate #>> '{signature,publicKey}' IS NOT NULL
GROUP BY 1;

GRANT SELECT, INSERT ON release_key TO credlink_publisher;
GRANT SELECT ON release_key TO credlink_outcomes;
