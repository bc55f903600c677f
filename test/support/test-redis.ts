import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real Redis for a test file. */
export type TestRedis = { readonly url: string; readonly stop: () => Promise<void> };

const CACHE = fileURLToPath(new URL('../../.cache/redis/', import.meta.url));

type Program = { readonly path: string; readonly libraries: string | null };

/** Why Redis cannot be tested here, or null where it can. For the title of a skipped test. */
export function whyNoRedis(): string | null {
  if (process.env.TEST_REDIS_URL || findProgram() !== null) return null;
  return 'SKIPPED: no TEST_REDIS_URL and no redis-server on PATH or in .cache/redis';
}

/** The same for a test that kills its Redis, which therefore has to be its own. */
export function whyNoOwnRedis(): string | null {
  return findProgram() === null ? 'SKIPPED: no redis-server on PATH or in .cache/redis' : null;
}

/** TEST_REDIS_URL where it is set, else a server of our own on a free port, which keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { url: given, stop: async () => undefined };
  const { url, end } = await startOwnRedis(await freePort());
  return { url, stop: () => end('SIGTERM') };
}

/** A server of this test's own, empty at its start. */
export type OwnRedis = {
  readonly url: string;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
};

/** Starts a server that keeps nothing on disk and asks for a password. */
export async function startOwnRedis(port: number): Promise<OwnRedis> {
  const program = findProgram();
  if (program === null) throw new Error('there is no redis-server');
  const settings = ['--save', '', '--appendonly', 'no', '--requirepass', 'test'];
  const child = spawn(program.path, ['--port', String(port), '--bind', '127.0.0.1', ...settings], {
    stdio: 'ignore',
    env: { ...process.env, ...(program.libraries === null ? {} : { LD_LIBRARY_PATH: program.libraries }) },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilListening(port);
  return {
    url: `redis://:test@127.0.0.1:${port}`,
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

function findProgram(): Program | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'redis-server');
    if (folder !== '' && existsSync(path)) return { path, libraries: null };
  }
  const path = join(CACHE, 'usr', 'bin', 'redis-server');
  if (!existsSync(path)) return null;
  const machine = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return { path, libraries: join(CACHE, 'usr', 'lib', machine) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('redis-server does not answer');
}
