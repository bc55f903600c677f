import { Command } from 'commander';
import { agreementsCommand } from './commands/agreements.ts';
import { apiKeysCommand } from './commands/api-keys.ts';
import { auditCommand } from './commands/audit.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { checkCommand } from './commands/check.ts';
import { compatCommand } from './commands/compat.ts';
import { exchangeCommand } from './commands/exchange.ts';
import { keyCommand } from './commands/key.ts';
import { keysCommand } from './commands/keys.ts';
import { linkCommand } from './commands/link.ts';
import { mapCommand } from './commands/map.ts';
import { organisationsCommand } from './commands/organisations.ts';
import { outcomesCommand } from './commands/outcomes.ts';
import { releaseCommand } from './commands/release.ts';
import { statusCommand } from './commands/status.ts';
import { tokeniseCommand } from './commands/tokenise.ts';
import { uploadCommand } from './commands/upload.ts';
import { uploadsCommand } from './commands/uploads.ts';
import { verifyReleaseCommand } from './commands/verify-release.ts';
import { withdrawCommand } from './commands/withdraw.ts';
import { EXIT_CODES_HELP } from './exit-code.ts';
import { type GlobalOptions, openSession, type Session, type Terminal } from './session.ts';

/** What a command file exports: a command whose action gets the session made for it. */
export type CommandContext = {
  /** Opens the session when the command runs: profile, client, progress. */
  session(command: Command): Promise<Session>;
  readonly terminal: Terminal;
  /** Says which code the command line ends with although nothing went wrong with it. */
  endWith(exitCode: number): void;
};

const SETTINGS_HELP = `Settings: environment variables, else credlink.json (here, or in the state folder). Secrets are read from files,
never from the command line.
  CREDLINK_OUTCOMES_URL, CREDLINK_KEYHOLDER_URL, CREDLINK_INTAKE_URL, CREDLINK_STEWARD_URL
  CREDLINK_API_KEY_FILE (or CREDLINK_API_KEY), CREDLINK_EXCHANGE_KEY_FILE, CREDLINK_ORGANISATION
  CREDLINK_HOME     state folder (default ~/.credlink): receipts, unfinished uploads, sealed SSN evaluations
  CREDLINK_PROFILE  path of credlink.json, for instance
    {"urls": {"intake": "https://intake.example.org", "keyholder": "https://keys.example.org"},
     "apiKeyFile": "api.key", "exchangeKeyFile": "exchange.key", "organisation": "careline-health"}`;

/** The command tree. Building it reads nothing and connects to nothing. */
export function buildProgram(terminal: Terminal, endWith: (exitCode: number) => void): Command {
  const program = new Command('credlink')
    .description('Contribute files to an outcomes exchange as keyed tokens, run it, and read its statistics.')
    .option('--profile <file>', 'settings file (default: ./credlink.json)')
    .option('--json', 'one JSON document on standard output; progress goes to standard error')
    .option('--quiet', 'no progress, no remarks')
    .version('0.1.0')
    .addHelpText('after', `\n${SETTINGS_HELP}\n\n${EXIT_CODES_HELP}`)
    .showHelpAfterError('(credlink COMMAND --help shows examples)');
  const context: CommandContext = {
    terminal,
    endWith,
    session: (command) => openSession(terminal, command.optsWithGlobals<GlobalOptions>()),
  };
  program.commandsGroup("On the data owner's machine:");
  for (const make of [
    mapCommand,
    checkCommand,
    tokeniseCommand,
    uploadCommand,
    statusCommand,
    withdrawCommand,
  ]) {
    program.addCommand(make(context));
  }
  program.addCommand(keyCommand(context));
  program.addCommand(compatCommand(context));
  program.commandsGroup('For readers:');
  program.addCommand(outcomesCommand(context));
  program.addCommand(verifyReleaseCommand(context));
  program.commandsGroup('For the steward:');
  for (const make of [
    organisationsCommand,
    apiKeysCommand,
    agreementsCommand,
    catalogueCommand,
    uploadsCommand,
    linkCommand,
    releaseCommand,
    keysCommand,
    auditCommand,
  ]) {
    program.addCommand(make(context));
  }
  program.commandsGroup('A whole exchange on this machine:');
  program.addCommand(exchangeCommand(context));
  prepare(program, terminal);
  return program;
}

/** Global options everywhere, output to this terminal, errors as exceptions. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void terminal.stdout.write(text),
    writeErr: (text) => void terminal.stderr.write(text),
    getOutHelpWidth: () => terminal.stdout.columns ?? 110,
    getErrHelpWidth: () => terminal.stderr.columns ?? 110,
  });
  for (const child of command.commands) {
    child
      .option('--profile <file>', 'settings file')
      .option('--json', 'one JSON document on standard output')
      .option('--quiet', 'no progress, no remarks');
    prepare(child, terminal);
  }
}
