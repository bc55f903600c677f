import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A service in a process of its own, to be killed. */
export type ServiceProcess = {
  /** Empty for a service that listens on no port. */
  readonly url: string;
  /** SIGKILL: nothing of it runs after this resolves. */
  readonly kill: () => Promise<void>;
  /** SIGTERM. @returns the exit code */
  readonly end: () => Promise<number | null>;
  /** Everything it has written so far. */
  readonly output: () => string;
};

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Starts `services/<name>/src/main.ts` with these settings and resolves when it has started, by the event that says so.
 */
export async function startServiceProcess(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'services', name, 'src', 'main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gone = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      const started = new RegExp(`^.*"event":"${name}Started".*$`, 'm').exec(output)?.[0];
      if (started !== undefined) resolve(/"url":"([^"]+)"/.exec(started)?.[1] ?? '');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void gone.then(() => reject(new Error(`${name} ended before it had started: ${output}`)));
  });
  const endWith = async (signal: NodeJS.Signals): Promise<number | null> => {
    signalIfAlive(child, signal);
    return gone;
  };
  return {
    url,
    kill: async () => void (await endWith('SIGKILL')),
    end: () => endWith('SIGTERM'),
    output: () => output,
  };
}

function signalIfAlive(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
}
