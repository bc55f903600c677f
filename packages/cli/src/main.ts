import { EXIT_CODES } from './exit-code.ts';
import { runCommand } from './run-command.ts';

/** The process around a command: signals in, exit code out. */
const controller = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (controller.signal.aborted) process.exit(EXIT_CODES.cancelled);
    process.stderr.write('\nStopping ...\n');
    controller.abort();
  });
}

// The reader of a pipe may leave early ("credlink audit | head"): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT_CODES.ok : EXIT_CODES.fault);
});

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  workingFolder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  now: () => new Date(),
});
