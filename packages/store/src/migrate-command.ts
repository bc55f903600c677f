import { AppError } from '@credlink/contracts';
import { describeError, type Environment, readConfig, secretText } from '@credlink/runtime';
import { z } from 'zod';
import { openPool } from './connection.ts';
import { migrate } from './migrate.ts';
import { assignLogins } from './roles.ts';

const HELP = `
Usage: main.ts migrate

Brings the database to the newest schema and gives every service its login. Safe to repeat: run it before each new
version starts. The queue lives in Redis and needs nothing.

Variables:
  CREDLINK_DATABASE_URL        postgres://owner:...@host/database of a superuser (required)
  CREDLINK_KEYHOLDER_PASSWORD  of the role credlink_keyholder (required, as are the next)
  CREDLINK_INTAKE_PASSWORD
  CREDLINK_LINKER_PASSWORD
  CREDLINK_PUBLISHER_PASSWORD
  CREDLINK_STEWARD_PASSWORD
  CREDLINK_OUTCOMES_PASSWORD

Exit codes: 0 done, 1 not possible, 2 wrong arguments.
`;

const Config = z.strictObject({
  databaseUrl: secretText(),
  keyholderPassword: secretText(),
  intakePassword: secretText(),
  linkerPassword: secretText(),
  publisherPassword: secretText(),
  stewardPassword: secretText(),
  outcomesPassword: secretText(),
});

export type MigrateConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readMigrateConfig(environment: Environment): MigrateConfig {
  return readConfig('CREDLINK_', Config, environment);
}

type Sink = { write(text: string): unknown };

/** @returns the exit code: 0 done, 1 not possible, 2 wrong arguments */
export async function runMigrate(
  args: readonly string[],
  environment: Environment,
  out: Sink,
  errors: Sink,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    out.write(`${HELP.trim()}\n`);
    return 0;
  }
  if (args.length !== 1 || args[0] !== 'migrate') {
    errors.write('The only command is migrate; its settings are variables. See --help.\n');
    return 2;
  }
  try {
    out.write(`${JSON.stringify({ applied: await migrateAll(readMigrateConfig(environment)) })}\n`);
    return 0;
  } catch (error) {
    const isKnown = error instanceof AppError && error.kind !== 'fault';
    const reason = isKnown ? `${error.message} (${error.code})` : JSON.stringify(describeError(error));
    errors.write(`the database could not be migrated: ${reason}\n`);
    return 1;
  }
}

async function migrateAll(config: MigrateConfig): Promise<readonly string[]> {
  const admin = openPool({
    url: config.databaseUrl.reveal(),
    applicationName: 'credlink-migrate',
    maxConnections: 2,
  });
  try {
    const applied = await migrate(admin);
    await assignLogins(admin, {
      keyholder: config.keyholderPassword.reveal(),
      intake: config.intakePassword.reveal(),
      linker: config.linkerPassword.reveal(),
      publisher: config.publisherPassword.reveal(),
      steward: config.stewardPassword.reveal(),
      outcomes: config.outcomesPassword.reveal(),
    });
    return applied;
  } finally {
    await admin.end();
  }
}
