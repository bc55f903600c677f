import { API_KEY_SCOPES, RELEASE_STATES, RUN_STATES, UPLOAD_STATES } from '@credlink/contracts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../test/support/test-database.ts';
import type { Schema } from './schema.ts';

const database = testDatabase();

/** Every table and column of `Schema`, with its Postgres type, `?` where it may be null. */
const COLUMNS = {
  agreement: {
    agreement_id: 'text',
    grantor: 'text',
    grantee: 'text',
    legal_basis: 'text',
    purpose: 'text',
    kinds: 'text[]',
    uses: 'text[]',
    privacy_profile: 'text',
    decoys: 'int4',
    starts: 'date',
    expires: 'date',
    destroy_by: 'date?',
    state: 'text',
  },
  api_key: {
    api_key_id: 'uuid',
    organisation: 'text',
    secret_sha256: 'bytea',
    scopes: 'text[]',
    kinds: 'text[]',
    label: 'text',
    created_at: 'timestamptz',
    revoked_at: 'timestamptz?',
  },
  audit_event: { event_no: 'int8', at: 'timestamptz', actor: 'text', action: 'text', subject: 'text' },
  catalogue: { catalogue_sha256: 'text', document: 'jsonb', created_at: 'timestamptz' },
  exchange: {
    exchange_id: 'uuid',
    name: 'text',
    key_epoch: 'int4',
    key_check_value: 'text',
    normaliser_major: 'int4',
    packs: 'jsonb',
    oprf_public_key: 'text',
    is_only: 'bool',
  },
  key_destruction: {
    destruction_id: 'uuid',
    subject: 'text',
    statement: 'jsonb',
    signature: 'jsonb?',
    ordered_by: 'text',
    ordered_at: 'timestamptz',
  },
  key_epoch: {
    key_epoch: 'int4',
    state: 'text',
    key_check_value: 'text',
    oprf_public_key: 'text',
    due: 'date?',
    begun_at: 'timestamptz',
    current_at: 'timestamptz?',
    ended_at: 'timestamptz?',
    uploads_replaced: 'int4',
    uploads_dropped: 'int4',
    is_oprf_key_held: 'bool?',
  },
  ledger: {
    release_id: 'uuid',
    published_id: 'text',
    shown_at: 'timestamptz?',
    figures_file: 'text',
    sets_file: 'text',
    persons_file: 'text',
    rosters_file: 'text',
    records_file: 'text',
  },
  ledger_upload: { release_id: 'uuid', upload_id: 'uuid' },
  oprf_declaration: {
    organisation: 'text',
    key_epoch: 'int4',
    source_digest: 'text',
    rows: 'int4',
    declared_at: 'timestamptz',
  },
  oprf_usage: { organisation: 'text', key_epoch: 'int4', evaluated: 'int8', refused: 'int8' },
  organisation: { organisation: 'text', name: 'text', kind: 'text', created_at: 'timestamptz' },
  published_cell: {
    published_id: 'text',
    table_name: 'text',
    position: 'int4',
    measure: 'text',
    variant: 'text',
    address: 'jsonb',
    unit: 'text',
    status: 'text',
    value: 'float8?',
    low: 'float8?',
    high: 'float8?',
    as_of: 'text?',
  },
  published_release: {
    published_id: 'text',
    title: 'text',
    published_at: 'timestamptz',
    content_sha256: 'text',
    policy: 'text',
    certificate: 'jsonb',
    definitions: 'jsonb',
    lattice: 'jsonb?',
  },
  release_key: { public_key: 'text', first_used_at: 'timestamptz' },
  published_table: { published_id: 'text', table_name: 'text', position: 'int4', document: 'jsonb' },
  release: {
    release_id: 'uuid',
    title: 'text',
    policy: 'text',
    is_hold_asked: 'bool',
    is_restatement: 'bool',
    state: 'release_state',
    ordered_by: 'text',
    ordered_at: 'timestamptz',
    started_at: 'timestamptz?',
    finished_at: 'timestamptz?',
    progress: 'jsonb?',
    run_id: 'uuid?',
    catalogue_sha256: 'text?',
    published_id: 'text?',
    release_file: 'text?',
    failure_code: 'text?',
    starts: 'int4',
    quarantined: 'jsonb',
    linkage_alarms: 'jsonb',
    match_rates: 'jsonb',
  },
  run: {
    run_id: 'uuid',
    starts: 'int4',
    state: 'run_state',
    ordered_by: 'text',
    ordered_at: 'timestamptz',
    started_at: 'timestamptz?',
    finished_at: 'timestamptz?',
    progress: 'jsonb?',
    highest_person: 'int8',
    key_epoch: 'int4?',
    blind_digest: 'text?',
    links_file: 'text?',
    quality: 'jsonb?',
    failure_code: 'text?',
  },
  run_upload: { run_id: 'uuid', upload_id: 'uuid' },
  upload: {
    upload_id: 'uuid',
    organisation: 'text',
    agreement_id: 'text',
    kind: 'text',
    source_digest: 'text',
    key_epoch: 'int4',
    manifest: 'jsonb',
    state: 'upload_state',
    identity_file: 'text?',
    facts_file: 'text?',
    quarantined: 'jsonb',
    refusal_code: 'text?',
    supersedes: 'uuid?',
    superseded_by: 'uuid?',
    created_at: 'timestamptz',
    finished_at: 'timestamptz?',
    vault_key_check: 'text?',
    continues: 'uuid?',
    rekey_failure: 'text?',
  },
  upload_decoys: { upload_id: 'uuid', commitment: 'text', opening: 'jsonb', numbered: 'jsonb?' },
  vault_key: {
    key_check: 'text',
    state: 'text',
    is_held: 'bool',
    introduced_at: 'timestamptz',
    current_at: 'timestamptz?',
    retired_at: 'timestamptz?',
    uploads_rekeyed: 'int4',
  },
} satisfies { readonly [T in keyof Schema]: Readonly<Record<keyof Schema[T], string>> };

test('the types describe exactly the tables and columns of the newest migration', async () => {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    SELECT c.relname AS "table", a.attname AS "column",
      CASE WHEN t.typelem <> 0 AND t.typcategory = 'A' THEN e.typname || '[]' ELSE t.typname END
        || CASE WHEN a.attnotnull THEN '' ELSE '?' END AS type
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type e ON e.oid = t.typelem
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'schema_migration%'
  `.execute(database.adminStore().db);
  const found: Record<string, Record<string, string>> = {};
  for (const { table, column, type } of rows) found[table] = { ...found[table], [column]: type };
  expect(found).toEqual(COLUMNS);
});

test.each([
  ['upload_state', UPLOAD_STATES],
  ['run_state', RUN_STATES],
  ['release_state', RELEASE_STATES],
] as const)('%s has the states of the contract, in their order', async (type, states) => {
  const { rows } = await sql<{ label: string }>`
    SELECT enumlabel AS label FROM pg_enum WHERE enumtypid = ${type}::regtype ORDER BY enumsortorder`.execute(
    database.adminStore().db,
  );
  expect(rows.map((row) => row.label)).toEqual([...states]);
});

test('values come back as the types say: counts as numbers, days as text, arrays and JSON decoded', async () => {
  const { rows } = await sql`
    SELECT 9007199254740991::int8 AS big, 12.5::numeric AS exact, DATE '2024-02-29' AS day, NULL::date AS none,
      ARRAY['steward']::text[] AS scopes, '{"a": 1}'::jsonb AS document`.execute(database.adminStore().db);
  expect(rows).toEqual([
    {
      big: 9007199254740991,
      exact: 12.5,
      day: '2024-02-29',
      none: null,
      scopes: [API_KEY_SCOPES[2]],
      document: { a: 1 },
    },
  ]);
  await expect(
    sql`SELECT 9007199254740993::int8 AS big`.execute(database.adminStore().db),
  ).rejects.toMatchObject({ kind: 'fault' });
});
