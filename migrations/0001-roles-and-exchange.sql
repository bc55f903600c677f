-- Roles are cluster-wide and may outlive a database: created once, without login. The operator (or the embedded
-- default) gives each a login and a password; every right is granted table by table, here and in later migrations.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['credlink_keyholder', 'credlink_intake', 'credlink_linker',
    'credlink_publisher', 'credlink_outcomes', 'credlink_steward'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of the same cluster was migrated at the same moment
      END;
    END IF;
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO credlink_keyholder, credlink_intake, credlink_linker, credlink_publisher,
  credlink_outcomes, credlink_steward;

CREATE TABLE exchange (
  exchange_id uuid PRIMARY KEY,
  name text NOT NULL,
  key_epoch integer NOT NULL CHECK (key_epoch > 0),
  key_check_value text NOT NULL CHECK (key_check_value ~ '^[0-9a-f]{32}$'),
  normaliser_major integer NOT NULL CHECK (normaliser_major > 0),
  packs jsonb NOT NULL,
  oprf_public_key text NOT NULL,
  is_only boolean NOT NULL DEFAULT true UNIQUE CHECK (is_only)
);
COMMENT ON TABLE exchange IS 'The one linkage domain this database serves. Holds no secret.';
COMMENT ON COLUMN exchange.exchange_id IS 'Identity of the linkage domain; part of the label of every derived key.';
COMMENT ON COLUMN exchange.name IS 'Shown to contributors.';
COMMENT ON COLUMN exchange.key_epoch IS 'Uploads of any other epoch are refused.';
COMMENT ON COLUMN exchange.key_check_value IS 'HMAC of a fixed label under the exchange key: a contributor can test its key, nobody can derive it.';
COMMENT ON COLUMN exchange.normaliser_major IS 'Uploads made by another major of the normaliser are refused.';
COMMENT ON COLUMN exchange.packs IS 'Accepted rule packs: [{name, version}].';
COMMENT ON COLUMN exchange.oprf_public_key IS 'Public key of the keyholder, base64; contributors check every proof against it.';
COMMENT ON COLUMN exchange.is_only IS 'Allows one row.';

CREATE TABLE organisation (
  organisation text PRIMARY KEY CHECK (organisation ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  kind text NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE organisation IS 'A party to the exchange.';
COMMENT ON COLUMN organisation.organisation IS 'Short code, part of URLs and manifests.';
COMMENT ON COLUMN organisation.name IS 'Full name.';
COMMENT ON COLUMN organisation.kind IS 'certification_body, college, state_agency, wage_source, enrollment_source, funder, alliance or steward.';
COMMENT ON COLUMN organisation.created_at IS 'When it was entered.';

CREATE TABLE api_key (
  api_key_id uuid PRIMARY KEY,
  organisation text NOT NULL REFERENCES organisation,
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  scopes text[] NOT NULL,
  kinds text[] NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
COMMENT ON TABLE api_key IS 'API keys, hashed: 256 random bits need no slow hash.';
COMMENT ON COLUMN api_key.api_key_id IS 'Public half of the key; finds the row.';
COMMENT ON COLUMN api_key.organisation IS 'Whom the key speaks for.';
COMMENT ON COLUMN api_key.secret_sha256 IS 'SHA-256 of the secret half, compared in constant time.';
COMMENT ON COLUMN api_key.scopes IS 'contribute, evaluate, steward.';
COMMENT ON COLUMN api_key.kinds IS 'Source kinds a contribute key may upload.';
COMMENT ON COLUMN api_key.label IS 'A name for people.';
COMMENT ON COLUMN api_key.created_at IS 'When it was made.';
COMMENT ON COLUMN api_key.revoked_at IS 'A revoked key is refused like an unknown one.';

CREATE TABLE agreement (
  agreement_id text PRIMARY KEY,
  grantor text NOT NULL REFERENCES organisation,
  grantee text NOT NULL REFERENCES organisation,
  legal_basis text NOT NULL,
  purpose text NOT NULL,
  kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
  uses text[] NOT NULL CHECK (cardinality(uses) > 0),
  privacy_profile text NOT NULL,
  starts date NOT NULL,
  expires date NOT NULL,
  destroy_by date,
  state text NOT NULL CHECK (state IN ('draft', 'active', 'suspended', 'expired', 'destroyed')),
  CHECK (starts <= expires)
);
COMMENT ON TABLE agreement IS 'What a grantor lets the exchange do with one source. Checked before a byte of an upload is accepted and when a run or a release is ordered.';
COMMENT ON COLUMN agreement.agreement_id IS 'The parties'' own number.';
COMMENT ON COLUMN agreement.grantor IS 'Owner of the source.';
COMMENT ON COLUMN agreement.grantee IS 'For whom outcomes may be computed.';
COMMENT ON COLUMN agreement.legal_basis IS 'ferpa_study, ferpa_audit_eval, uc_603, contract or consent.';
COMMENT ON COLUMN agreement.purpose IS 'As written in the agreement.';
COMMENT ON COLUMN agreement.kinds IS 'Source kinds the grantor may contribute under it.';
COMMENT ON COLUMN agreement.uses IS 'link, improve_separate, improve_pooled, account_separate, account_pooled, roi, publish_open.';
COMMENT ON COLUMN agreement.privacy_profile IS 'Named disclosure profile the parties ask for; can only make the policy stricter.';
COMMENT ON COLUMN agreement.starts IS 'First day.';
COMMENT ON COLUMN agreement.expires IS 'Last day.';
COMMENT ON COLUMN agreement.destroy_by IS 'The source must be destroyed by this day.';
COMMENT ON COLUMN agreement.state IS 'Only active agreements, between starts and expires, allow anything.';

CREATE TABLE catalogue (
  catalogue_sha256 text PRIMARY KEY CHECK (catalogue_sha256 ~ '^[0-9a-f]{64}$'),
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE catalogue IS 'Versions of the catalogue: credentials, programs, pathways, coverage, reference series. The newest is in force.';
COMMENT ON COLUMN catalogue.catalogue_sha256 IS 'Digest of the canonical JSON: the version.';
COMMENT ON COLUMN catalogue.document IS 'The catalogue, as contracts/catalogue.ts defines it.';
COMMENT ON COLUMN catalogue.created_at IS 'When it came into force.';

CREATE TABLE audit_event (
  event_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL
);
COMMENT ON TABLE audit_event IS 'Who did what. Append-only: no role may change or remove a row.';
COMMENT ON COLUMN audit_event.event_no IS 'Order of entry.';
COMMENT ON COLUMN audit_event.at IS 'When.';
COMMENT ON COLUMN audit_event.actor IS 'organisation/api-key-id, or service:name.';
COMMENT ON COLUMN audit_event.action IS 'A closed set of verbs, for instance upload.committed.';
COMMENT ON COLUMN audit_event.subject IS 'Id of what it was done to; never a value of a record.';

GRANT SELECT ON exchange TO credlink_keyholder, credlink_intake, credlink_linker, credlink_publisher, credlink_steward;
GRANT SELECT ON organisation TO credlink_keyholder, credlink_intake, credlink_linker, credlink_publisher;
GRANT SELECT (api_key_id, organisation, secret_sha256, scopes, kinds, revoked_at) ON api_key TO credlink_keyholder, credlink_intake;
GRANT SELECT (grantor, starts, expires, state) ON agreement TO credlink_keyholder;
GRANT SELECT ON agreement TO credlink_intake, credlink_linker, credlink_publisher;
GRANT SELECT ON catalogue TO credlink_intake, credlink_publisher;
GRANT SELECT, INSERT, UPDATE ON exchange, organisation, api_key, agreement TO credlink_steward;
GRANT SELECT, INSERT ON catalogue TO credlink_steward;
GRANT INSERT ON audit_event TO credlink_keyholder, credlink_intake, credlink_linker, credlink_publisher, credlink_steward;
GRANT SELECT ON audit_event TO credlink_steward;
