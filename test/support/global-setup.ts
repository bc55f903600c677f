import { randomUUID } from 'node:crypto';
import { prepareQueue, Secret } from '@credlink/runtime';
import { assignLogins, migrate, openPool, roleName } from '@credlink/store';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { testServer } from './postgres-server.ts';
import { TEST_PASSWORDS } from './test-logins.ts';

/** One server and one migrated template database for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer();
  const template = `credlink_template_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await runAsAdmin(server.adminUrl, `CREATE DATABASE ${template}`);
  const templateUrl = databaseUrl(server.adminUrl, template);
  const pool = openPool({
    url: templateUrl,
    applicationName: 'credlink-tests',
    maxConnections: 2,
  });
  try {
    await migrate(pool);
    await assignLogins(pool, TEST_PASSWORDS);
    await prepareQueue(new Secret(templateUrl), roleName('queue'));
  } finally {
    await pool.end();
  }
  project.provide('postgresAdminUrl', server.adminUrl);
  project.provide('postgresTemplate', template);
  return async () => {
    try {
      await runAsAdmin(server.adminUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    } finally {
      await server.stop();
    }
  };
}

function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function runAsAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
