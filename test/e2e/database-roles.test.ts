import { LOGIN_ROLES, type LoginRole, openPool } from '@credlink/store';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../support/test-database.ts';

/**
 * Claim: a service that is taken over reaches no more of the database than its own job needs; in particular no
 * login sees both the names of tokens' files and those of facts' files but intake, which makes them; the readers'
 * side sees nothing that was not released; and nobody can rewrite the audit trail. The lists are complete: every
 * verb on every column of every table is tried as every role, and what is not listed must be refused.
 */
const RIGHTS: Readonly<Record<LoginRole, Readonly<Record<string, readonly string[]>>>> = {
  keyholder: {
    agreement: ['select(grantor, starts, expires, state)'],
    api_key: ['select(api_key_id, organisation, secret_sha256, scopes, kinds, revoked_at)'],
    audit_event: ['insert'],
    exchange: ['select'],
    key_epoch: ['select', 'update(is_oprf_key_held)'],
    oprf_declaration: ['select', 'insert', 'update'],
    oprf_usage: ['select', 'insert', 'update'],
    organisation: ['select'],
    schema_migration: ['select'],
  },
  intake: {
    agreement: ['select'],
    api_key: ['select(api_key_id, organisation, secret_sha256, scopes, kinds, revoked_at)'],
    audit_event: ['insert'],
    catalogue: ['select'],
    exchange: ['select'],
    key_epoch: ['select', 'update(state, ended_at, uploads_replaced, uploads_dropped)'],
    ledger: ['select(release_id, shown_at)'],
    ledger_upload: ['select'],
    organisation: ['select'],
    schema_migration: ['select'],
    upload: ['select', 'insert', 'update'],
    upload_decoys: ['select', 'insert', 'update', 'delete'],
    vault_key: ['select', 'insert', 'update'],
  },
  linker: {
    agreement: ['select'],
    audit_event: ['insert'],
    exchange: ['select'],
    key_epoch: ['select'],
    ledger: ['select(release_id, shown_at)'],
    ledger_upload: ['select'],
    organisation: ['select'],
    release: ['select(state, run_id)'],
    run: ['select', 'update'],
    run_upload: ['select', 'insert', 'delete'],
    schema_migration: ['select'],
    upload: [
      'select(upload_id, organisation, agreement_id, kind, key_epoch, manifest, state, identity_file, created_at, finished_at)',
    ],
  },
  publisher: {
    agreement: ['select'],
    audit_event: ['insert'],
    catalogue: ['select'],
    exchange: ['select'],
    key_destruction: ['select(destruction_id, statement, signature, ordered_at)', 'update(signature)'],
    key_epoch: ['select'],
    ledger: ['select', 'insert', 'update(shown_at)', 'delete'],
    ledger_upload: ['select', 'insert', 'delete'],
    organisation: ['select'],
    published_cell: ['select', 'insert', 'delete'],
    published_release: ['select', 'insert', 'delete'],
    published_table: ['select', 'insert', 'delete'],
    release: ['select', 'update'],
    release_key: ['select', 'insert'],
    run: ['select(run_id, state, finished_at, links_file, quality)'],
    run_upload: ['select'],
    schema_migration: ['select'],
    upload: [
      'select(upload_id, organisation, agreement_id, kind, key_epoch, manifest, state, facts_file, quarantined, superseded_by, created_at, finished_at)',
    ],
  },
  outcomes: {
    published_cell: ['select'],
    published_release: ['select'],
    published_table: ['select'],
    release_key: ['select'],
    schema_migration: ['select'],
  },
  steward: {
    agreement: ['select', 'insert', 'update'],
    api_key: ['select', 'insert', 'update'],
    audit_event: ['select', 'insert'],
    catalogue: ['select', 'insert'],
    exchange: ['select', 'insert', 'update'],
    key_destruction: ['select', 'insert'],
    key_epoch: ['select', 'insert', 'update'],
    ledger: ['select(release_id, shown_at)'],
    ledger_upload: ['select'],
    oprf_declaration: ['select'],
    oprf_usage: ['select'],
    organisation: ['select', 'insert', 'update'],
    release: [
      'select(release_id, title, policy, is_hold_asked, state, ordered_by, ordered_at, started_at, finished_at, progress, published_id, failure_code, is_restatement, quarantined, linkage_alarms, match_rates)',
      'insert',
      'update(is_hold_asked, state, finished_at)',
    ],
    run: [
      'select(run_id, state, ordered_by, ordered_at, started_at, finished_at, progress, quality, failure_code)',
      'insert',
      'update(state, finished_at)',
    ],
    run_upload: ['select'],
    schema_migration: ['select'],
    upload: [
      'select(upload_id, organisation, agreement_id, kind, key_epoch, state, quarantined, refusal_code, supersedes, superseded_by, created_at, finished_at, vault_key_check, continues, rekey_failure)',
    ],
    vault_key: ['select', 'update(state, current_at)'],
  },
  queue: {},
};

const database = testDatabase();
const pools = new Map<LoginRole, pg.Pool>();
let tables: readonly Table[];
beforeAll(async () => {
  for (const role of LOGIN_ROLES) {
    pools.set(
      role,
      openPool({ url: database.url(role), applicationName: `roles ${role}`, maxConnections: 1 }),
    );
  }
  tables = await listTables();
});
afterAll(async () => {
  for (const pool of pools.values()) await pool.end();
});

type Table = { readonly table: string; readonly columns: readonly string[] };

async function listTables(): Promise<readonly Table[]> {
  const { rows } = await database.adminPool().query<Table>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
    GROUP BY 1 ORDER BY 1`);
  return rows;
}

/** Tries statements as a role, in one round trip. Errors other than a refusal fail the test. */
async function attempt(role: LoginRole, statements: readonly string[]): Promise<readonly boolean[]> {
  const client = await (pools.get(role) as pg.Pool).connect();
  try {
    await client.query("SELECT set_config('roles.statements', $1, false)", [JSON.stringify(statements)]);
    await client.query(`DO $$
      DECLARE
        statement text;
        allowed boolean[] := '{}';
      BEGIN
        FOR statement IN SELECT jsonb_array_elements_text(current_setting('roles.statements')::jsonb) LOOP
          BEGIN
            EXECUTE statement;
            allowed := allowed || true;
          EXCEPTION WHEN insufficient_privilege THEN
            allowed := allowed || false;
          END;
        END LOOP;
        PERFORM set_config('roles.allowed', to_json(allowed)::text, false);
      END $$`);
    const { rows } = await client.query<{ allowed: string }>(
      "SELECT current_setting('roles.allowed') AS allowed",
    );
    return JSON.parse(rows[0]?.allowed ?? '[]');
  } finally {
    client.release();
  }
}

const VERBS_BY_COLUMN: Readonly<Record<string, (table: string, column: string) => string>> = {
  select: (table, column) => `SELECT ${column} FROM ${table} LIMIT 0`,
  insert: (table, column) =>
    `INSERT INTO ${table} (${column}) OVERRIDING SYSTEM VALUE SELECT NULL WHERE false`,
  update: (table, column) => `UPDATE ${table} SET ${column} = DEFAULT WHERE false`,
};
const VERBS_BY_TABLE: Readonly<Record<string, (table: string) => string>> = {
  delete: (table) => `DELETE FROM ${table} WHERE false`,
  truncate: (table) => `TRUNCATE ${table}`,
};

/** `select`, or `select(a, b)` where only some columns may be read. */
async function rightsOn(role: LoginRole, { table, columns }: Table): Promise<readonly string[]> {
  const qualified = `public."${table}"`;
  const rights: string[] = [];
  for (const [verb, statement] of Object.entries(VERBS_BY_COLUMN)) {
    const allowed = await attempt(
      role,
      columns.map((column) => statement(qualified, `"${column}"`)),
    );
    const named = columns.filter((_, index) => allowed[index]);
    if (named.length === columns.length) rights.push(verb);
    else if (named.length > 0) rights.push(`${verb}(${named.join(', ')})`);
  }
  for (const [verb, statement] of Object.entries(VERBS_BY_TABLE)) {
    if ((await attempt(role, [statement(qualified)]))[0]) rights.push(verb);
  }
  return rights;
}

test.each(LOGIN_ROLES)('%s may do what its job needs and nothing else', async (role) => {
  const found: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rights = await rightsOn(role, table);
    if (rights.length > 0) found[table.table] = rights;
  }
  expect(found).toEqual(RIGHTS[role]);
});

describe('what must never change', () => {
  test.each([
    ['outcomes', 'SELECT upload_id FROM public.upload'],
    ['outcomes', 'SELECT run_id FROM public.run'],
    ['outcomes', 'SELECT release_id FROM public.release'],
    ['outcomes', 'SELECT api_key_id FROM public.api_key'],
    ['outcomes', 'SELECT published_id FROM public.ledger'],
    ['outcomes', 'SELECT upload_id FROM public.ledger_upload'],
    ['steward', 'SELECT persons_file FROM public.ledger'],
    ['linker', 'SELECT persons_file FROM public.ledger'],
    ['publisher', 'UPDATE public.ledger SET figures_file = NULL'],
    ['linker', 'SELECT facts_file FROM public.upload'],
    ['linker', 'SELECT value FROM public.published_cell'],
    ['publisher', 'SELECT identity_file FROM public.upload'],
    ['publisher', 'SELECT secret_sha256 FROM public.api_key'],
    ['steward', 'SELECT manifest FROM public.upload'],
    ['steward', 'SELECT identity_file FROM public.upload'],
    ['steward', 'SELECT links_file FROM public.run'],
    ['steward', 'SELECT value FROM public.published_cell'],
    ['steward', "UPDATE public.audit_event SET actor = 'nobody'"],
    ['steward', 'DELETE FROM public.audit_event'],
    ['intake', 'SELECT actor FROM public.audit_event'],
    ['keyholder', 'SELECT manifest FROM public.upload'],
    ['keyholder', 'SELECT kinds FROM public.agreement'],
  ] as const)('%s is refused: %s', async (role, statement) => {
    expect(await attempt(role, [statement])).toEqual([false]);
  });

  test.each(LOGIN_ROLES)('%s cannot make tables, become another, or leave the database', async (role) => {
    const others = LOGIN_ROLES.filter((other) => other !== role);
    const statements = [
      'CREATE TABLE public.own (a int)',
      'CREATE SCHEMA own',
      'ALTER TABLE public.upload DISABLE TRIGGER ALL',
      'SELECT rolpassword FROM pg_authid',
      "SELECT pg_read_file('/etc/passwd')",
      "COPY (SELECT 1) TO PROGRAM 'true'",
      "COPY (SELECT 1) TO '/tmp/credlink-refused'",
      ...others.map((other) => `SET ROLE credlink_${other}`),
      `ALTER ROLE credlink_${others[0]} PASSWORD 'mine'`,
      ...(role === 'queue'
        ? []
        : ['SELECT * FROM bullmq.job LIMIT 0', 'SELECT * FROM bullmq.migration LIMIT 0']),
    ];
    const allowed = await attempt(role, statements);
    expect(statements.filter((_, index) => allowed[index])).toEqual([]);
  });
});
