-- services/steward/src/rules/check-scopes.ts refuses such keys at their creation. Those made before it stay until they are
-- revoked, and a key that is revoked may be of any form.
ALTER TABLE api_key ADD CONSTRAINT api_key_steward_alone
  CHECK (revoked_at IS NOT NULL OR NOT ('steward' = ANY (scopes)) OR scopes <@ ARRAY['steward']) NOT VALID;
COMMENT ON COLUMN api_key.scopes IS 'contribute, evaluate, steward; steward stands alone.';
