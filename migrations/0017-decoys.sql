-- Decoys: invented records of an upload, known to intake, and to the linker once it has decided.
ALTER TABLE agreement ADD COLUMN decoys integer NOT NULL DEFAULT 0 CHECK (decoys BETWEEN 0 AND 600);
COMMENT ON COLUMN agreement.decoys IS 'Most invented records the grantor may plant in one upload.';

CREATE TABLE upload_decoys (
  upload_id uuid PRIMARY KEY REFERENCES upload,
  commitment text NOT NULL,
  opening jsonb NOT NULL,
  numbered jsonb
);
COMMENT ON TABLE upload_decoys IS 'Which subjects of an upload are invented. The linker reads it by open_decoys alone.';
COMMENT ON COLUMN upload_decoys.upload_id IS 'The upload.';
COMMENT ON COLUMN upload_decoys.commitment IS 'SHA-256 of the opening, as the manifest states it.';
COMMENT ON COLUMN upload_decoys.opening IS 'contracts/decoys.ts DecoyOpening: what the manifest is committed to.';
COMMENT ON COLUMN upload_decoys.numbered IS 'The same subjects as the vault numbers them; null until the upload is committed.';

ALTER TABLE run ADD COLUMN blind_digest text;
COMMENT ON COLUMN run.blind_digest IS 'Digest of what a run decided before it knew which records are invented; null until then.';

CREATE FUNCTION open_decoys(run uuid) RETURNS TABLE (upload_id uuid, commitment text, numbered jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.upload_id, d.commitment, d.numbered
  FROM public.upload_decoys d JOIN public.run_upload i ON i.upload_id = d.upload_id JOIN public.run r ON r.run_id = i.run_id
  WHERE r.run_id = $1 AND r.state = 'linking' AND r.blind_digest IS NOT NULL AND d.numbered IS NOT NULL
  ORDER BY d.upload_id
$$;
COMMENT ON FUNCTION open_decoys(uuid) IS 'The decoys of a run that has written down what it decided without them.';
REVOKE ALL ON FUNCTION open_decoys(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION open_decoys(uuid) TO credlink_linker;
GRANT SELECT, INSERT, UPDATE, DELETE ON upload_decoys TO credlink_intake;
