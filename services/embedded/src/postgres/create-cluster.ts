import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '@credlink/contracts';
import type { Binaries } from './binaries.ts';
import { isReachable } from './reachable.ts';
import { type ServerUser, serverEnvironment } from './server-user.ts';

/** Password and place of a data folder. `argument` is what the programs are told, with the folder as their cwd. */
export type Cluster = { readonly dataFolder: string; readonly argument: string; readonly password: string };

/**
 * Makes the data folder and its superuser `postgres`, or finds the ones made before. The password file appears
 * last, so a folder without one is the remains of an interrupted attempt and is made anew.
 */
export async function createCluster(
  folder: string,
  binaries: Binaries,
  user: ServerUser | null,
): Promise<Cluster> {
  const dataFolder = join(folder, 'data');
  const passwordFile = join(folder, 'superuser-password');
  const known = await readFile(passwordFile, 'utf8').catch(() => null);
  if (known !== null) {
    return { dataFolder, argument: await dataArgument(dataFolder, user), password: known.trim() };
  }
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (user !== null) await chown(dataFolder, user.uid, user.gid);
  const argument = await dataArgument(dataFolder, user);
  const password = randomBytes(24).toString('base64url');
  await runInitdb({ binaries, dataFolder, argument, password, user });
  await writeFile(`${passwordFile}.new`, password, { mode: 0o600 });
  await rename(`${passwordFile}.new`, passwordFile);
  return { dataFolder, argument, password };
}

/**
 * A server running as another user cannot walk to a data folder below a private one, for instance a checkout in
 * root's home. It can enter it through its own working directory, which it is started in.
 */
async function dataArgument(dataFolder: string, user: ServerUser | null): Promise<string> {
  if (user === null || process.platform !== 'linux' || (await isReachable(dataFolder, user)))
    return dataFolder;
  return '/proc/self/cwd';
}

type Initdb = {
  readonly binaries: Binaries;
  readonly dataFolder: string;
  readonly argument: string;
  readonly password: string;
  readonly user: ServerUser | null;
};

async function runInitdb({ binaries, dataFolder, argument, password, user }: Initdb): Promise<void> {
  const secretFolder = await mkdtemp(join(tmpdir(), 'credlink-initdb-'));
  try {
    const passwordFile = join(secretFolder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user !== null) {
      await chown(passwordFile, user.uid, user.gid);
      await chmod(secretFolder, 0o711);
    }
    await runToEnd(
      binaries.initdb,
      [
        `--pgdata=${argument}`,
        `--pwfile=${passwordFile}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      dataFolder,
      user,
    );
  } finally {
    await rm(secretFolder, { recursive: true, force: true });
  }
}

function runToEnd(
  program: string,
  args: readonly string[],
  cwd: string,
  user: ServerUser | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: serverEnvironment(),
      ...(user ?? {}),
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.on('error', (cause) => reject(fault('PostgreSQL could not be set up', cause)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(fault(`PostgreSQL could not be set up: ${complaint.trim()}`));
    });
  });
}
