import { AppError } from '@credlink/contracts';
import type { Environment } from './config.ts';
import { describeError } from './describe-error.ts';
import { closeOnSignal, createShutdown } from './shutdown.ts';

export type ServiceMain = {
  readonly name: string;
  /** Printed for `--help`: what the service does and which variables it reads. */
  readonly help: string;
  readonly start: (environment: Environment) => Promise<{ readonly close: () => Promise<void> }>;
};

const GRACE_SECONDS = 30;

/**
 * The whole of a service's `main.ts`: starts it, ends it on Ctrl-C or SIGTERM. Exit code 0 after an orderly end, 1
 * where it could not start or end, 2 for arguments it does not know.
 */
export async function runService(main: ServiceMain): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '--help' || first === '-h') {
    process.stdout.write(`${main.help.trim()}\n`);
    return;
  }
  if (first !== undefined || rest.length > 0) {
    process.stderr.write(`${main.name} takes no arguments; its settings are variables. See --help.\n`);
    process.exitCode = 2;
    return;
  }
  const shutdown = createShutdown();
  closeOnSignal(shutdown, process, GRACE_SECONDS);
  try {
    const service = await main.start(process.env);
    shutdown.onClose(main.name, service.close);
  } catch (error) {
    process.stderr.write(`${main.name} could not start: ${reasonOf(error)}\n`);
    process.exitCode = 1;
    await shutdown.close();
    process.exit();
  }
}

/** Messages of our own errors hold no value; of others only their kind is told. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError && error.kind !== 'fault') return `${error.message} (${error.code})`;
  return JSON.stringify(describeError(error));
}
