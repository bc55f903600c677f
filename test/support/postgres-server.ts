import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres, stopOrphan } from '@credlink/embedded/postgres';

/** The server the tests of one run share, and how to end it. */
export type TestServer = {
  readonly adminUrl: string;
  readonly origin: string;
  readonly stop: () => Promise<void>;
};

/**
 * The server of TEST_DATABASE_URL (a superuser's URL) where it is set, else a container where an engine answers at
 * once, else the binaries that came with the npm dependencies.
 */
export async function testServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { adminUrl: given, origin: 'TEST_DATABASE_URL', stop: async () => undefined };
  if (await engineAnswers()) return containerServer();
  return embeddedServer();
}

/** A container client without an engine behind it may wait for long; two seconds decide. */
async function engineAnswers(): Promise<boolean> {
  try {
    await promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 2000 });
    return true;
  } catch {
    return false;
  }
}

async function containerServer(): Promise<TestServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer('postgres:18')
    .withEnvironment({ POSTGRES_PASSWORD: 'test' })
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  return {
    adminUrl: `postgres://postgres:test@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    origin: 'container',
    stop: async () => void (await container.stop()),
  };
}

const PREFIX = 'credlink-tests-';

async function embeddedServer(): Promise<TestServer> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const server = await startPostgres({ folder, durability: 'none' });
  return {
    adminUrl: server.adminUrl,
    origin: 'embedded',
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Longer than setting up a server takes: a younger folder may be another run's that is doing just that. */
const SET_UP_MILLISECONDS = 120_000;

/** Servers of earlier runs that were killed. One that is still in use refuses to be stopped and is left alone. */
async function removeAbandoned(): Promise<void> {
  await mkdir(tmpdir(), { recursive: true });
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (Date.now() - (await stat(folder)).birthtimeMs < SET_UP_MILLISECONDS) continue;
      await stopOrphan(folder);
      await rm(folder, { recursive: true, force: true });
    } catch {
      // In use by another run.
    }
  }
}
