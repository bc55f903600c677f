import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fault, rejected } from '@credlink/contracts';
import { findBinaries } from './binaries.ts';
import { type Cluster, createCluster } from './create-cluster.ts';
import { freePort } from './free-port.ts';
import { isAlive, isServer, readPostmaster } from './postmaster-file.ts';
import { serverEnvironment, serverUser } from './server-user.ts';

/** A running server. `adminUrl` is the superuser's, with its password: never log it. */
export type PostgresServer = { readonly adminUrl: string; readonly stop: () => Promise<void> };

/**
 * `full`: a committed transaction survives a power cut. `none`: for tests, whose data is thrown away.
 */
export type Durability = 'full' | 'none';

const START_SECONDS = 60;
const START_ATTEMPTS = 3;
const STOP_SECONDS = 20;

/**
 * Starts PostgreSQL from the npm-shipped binaries on a folder, which is made on the first call and found again
 * later. Listens on the loopback interface only, on a port chosen anew each time, and asks for a password.
 *
 * A server left behind by a killed process is stopped first; a folder in use by a living one is refused.
 */
export async function startPostgres(options: {
  readonly folder: string;
  readonly durability?: Durability;
}): Promise<PostgresServer> {
  const { folder, durability = 'full' } = options;
  const user = serverUser();
  await mkdir(folder, { recursive: true });
  const binaries = await findBinaries(user);
  await stopOrphan(folder);
  const cluster = await createCluster(folder, binaries, user);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = await launch(
      folder,
      binaries.postgres,
      cluster,
      serverArguments(cluster, port, durability),
    );
    if (await isReady(child, cluster.dataFolder)) {
      child.unref();
      return {
        adminUrl: `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`,
        stop: () => stopServer(child, folder),
      };
    }
    // Another process may have taken the port between the question and its use.
    if (attempt === START_ATTEMPTS) throw fault('PostgreSQL did not start; its postgres.log says why');
  }
}

async function launch(
  folder: string,
  program: string,
  cluster: Cluster,
  args: readonly string[],
): Promise<ChildProcess> {
  const log = await open(join(folder, 'postgres.log'), 'a', 0o600);
  try {
    // Own process group: Ctrl-C in a terminal must reach our shutdown first, not the server under it.
    const child = spawn(program, args, {
      cwd: cluster.dataFolder,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: serverEnvironment(),
      ...(serverUser() ?? {}),
    });
    await writeFile(ownerFile(folder), String(process.pid));
    return child;
  } finally {
    await log.close();
  }
}

function serverArguments(cluster: Cluster, port: number, durability: Durability): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: '200',
    jit: 'off',
    timezone: 'UTC',
    fsync: durability === 'full' ? 'on' : 'off',
    synchronous_commit: durability === 'full' ? 'on' : 'off',
    full_page_writes: durability === 'full' ? 'on' : 'off',
    // The log may hold no value of a row: no statements, no parameters, no "Key (...)=(...) exists".
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
  };
  return [
    '-D',
    cluster.argument,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** Waits until the server takes connections; false where it ended instead. */
async function isReady(child: ChildProcess, dataFolder: string): Promise<boolean> {
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (cause) => reject(fault('PostgreSQL could not be run', cause)));
  });
  return Promise.race([failed, pollReady(child, dataFolder)]);
}

async function pollReady(child: ChildProcess, dataFolder: string): Promise<boolean> {
  for (let waited = 0; waited < START_SECONDS * 1000; waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const postmaster = await readPostmaster(dataFolder);
    if (postmaster?.pid === child.pid && postmaster?.isReady) return true;
    await sleep(25);
  }
  child.kill('SIGQUIT');
  throw fault(`PostgreSQL was not ready within ${START_SECONDS} s; its postgres.log says why`);
}

async function stopServer(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.ref();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    const force = setTimeout(() => child.kill('SIGQUIT'), STOP_SECONDS * 1000);
    await ended;
    clearTimeout(force);
  }
  await rm(ownerFile(folder), { force: true });
}

/** Stops the server a killed process left behind, so that its data folder can be opened again. */
export async function stopOrphan(folder: string): Promise<void> {
  const dataFolder = join(folder, 'data');
  const postmaster = await readPostmaster(dataFolder);
  if (postmaster === null) return;
  if (!(await isServer(postmaster.pid))) {
    await rm(join(dataFolder, 'postmaster.pid'), { force: true });
    return;
  }
  const owner = Number.parseInt(await readFile(ownerFile(folder), 'utf8').catch(() => ''), 10);
  if (Number.isInteger(owner) && (await isAlive(owner))) {
    throw rejected('conflict', `the database in ${folder} is in use by process ${owner}; stop that first`);
  }
  process.kill(postmaster.pid, 'SIGINT');
  for (let waited = 0; await isAlive(postmaster.pid); waited += 25) {
    if (waited === STOP_SECONDS * 1000) process.kill(postmaster.pid, 'SIGQUIT');
    if (waited > 2 * STOP_SECONDS * 1000) throw fault(`process ${postmaster.pid} does not end`);
    await sleep(25);
  }
}

function ownerFile(folder: string): string {
  return join(folder, 'owner-process');
}
