import { evalExchange } from './eval-exchange.ts';
import { evalExchangeTwice } from './eval-exchange-twice.ts';
import { evalLinkage } from './eval-linkage-command.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  linkage: evalLinkage,
  exchange: evalExchange,
  'exchange-twice': evalExchangeTwice,
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  process.stderr.write(`usage: eval -- ${Object.keys(COMMANDS).join('|')} [DIR] [OPTIONS] [--json]\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await command(args);
}
