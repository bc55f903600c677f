import { PassThrough } from 'node:stream';
import { runCommand, type Terminal } from '@credlink/cli';

export type CommandResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** Runs one command line in this process, as if typed in `workingFolder`, without a terminal. */
export async function runInMemory(
  words: readonly string[],
  surroundings: { workingFolder: string; environment?: Record<string, string>; signal?: AbortSignal },
): Promise<CommandResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  const terminal: Terminal = {
    workingFolder: surroundings.workingFolder,
    environment: { CREDLINK_HOME: `${surroundings.workingFolder}/home`, ...surroundings.environment },
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    signal: surroundings.signal ?? new AbortController().signal,
    now: () => new Date('2026-01-15T00:00:00Z'),
  };
  const exitCode = await runCommand(words, terminal);
  await new Promise((resolve) => setImmediate(resolve));
  return { exitCode, ...texts };
}
