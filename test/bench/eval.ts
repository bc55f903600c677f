import { readCommandLine } from './command-line.ts';
import { evalExchange } from './eval-exchange.ts';
import { evalExchangeTwice } from './eval-exchange-twice.ts';
import { evalLinkage } from './eval-linkage-command.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  linkage: evalLinkage,
  exchange: evalExchange,
  'exchange-twice': evalExchangeTwice,
};

const USAGE = `usage: eval -- ${Object.keys(COMMANDS).join('|')} [DIR] [OPTIONS] [--json]
  linkage         precision and recall on labelled sets
  exchange        a whole exchange over a folder with its truth: links, estimates, published figures
  exchange-twice  two releases of it, and every bar over both
Options: eval -- COMMAND --help
`;

const [name = '', ...args] = process.argv.slice(2);
if (name.startsWith('-')) readCommandLine(USAGE, { args: [name] });
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await command(args);
}
