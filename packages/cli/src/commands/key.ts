import { randomUUID } from 'node:crypto';
import { createExchangeKeyFile, exchangeKeyCheckValue } from '@credlink/contribute';
import { Command } from 'commander';
import { exchangeKeyOf } from '../exchange-key-of.ts';
import type { CommandContext } from '../program.ts';
import { wholeNumber } from '../whole-number.ts';

export function keyCommand({ session }: CommandContext): Command {
  const create = new Command('create')
    .description('Make the exchange key every contributor gets (steward).')
    .requiredOption('--out <file>', 'key file to make; readable by you alone, never overwritten')
    .option('--exchange <id>', 'id of an existing exchange, for a new epoch (default: a new id)')
    .option('--epoch <n>', 'key epoch', wholeNumber, 1)
    .addHelpText(
      'after',
      `
The key itself is never shown. Give the file to contributors over a channel you trust.

Example:
  credlink key create --out exchange.key`,
    )
    .action(async (options: { out: string; exchange?: string; epoch: number }, command: Command) => {
      const { print } = await session(command);
      const key = await createExchangeKeyFile(options.out, {
        exchangeId: options.exchange ?? randomUUID(),
        keyEpoch: options.epoch,
      });
      const { exchangeId, keyEpoch } = key;
      const keyCheckValue = exchangeKeyCheckValue(key);
      print({ exchangeId, keyEpoch, keyCheckValue }, () => keyText({ exchangeId, keyEpoch, keyCheckValue }));
    });
  const show = new Command('show')
    .description('Show which exchange and epoch your key file is for, and its check value. Not the key.')
    .addHelpText(
      'after',
      `
Two parties hold the same key when they see the same check value.

Example:
  CREDLINK_EXCHANGE_KEY_FILE=exchange.key credlink key show`,
    )
    .action(async (_options: unknown, command: Command) => {
      const opened = await session(command);
      const key = await exchangeKeyOf(opened);
      const { exchangeId, keyEpoch } = key;
      const keyCheckValue = exchangeKeyCheckValue(key);
      opened.print({ exchangeId, keyEpoch, keyCheckValue }, () =>
        keyText({ exchangeId, keyEpoch, keyCheckValue }),
      );
    });
  return new Command('key')
    .description('The exchange key.')
    .addCommand(create)
    .addCommand(show)
    .addHelpText('after', '\nExamples:\n  credlink key create --out exchange.key\n  credlink key show');
}

function keyText(key: { exchangeId: string; keyEpoch: number; keyCheckValue: string }): string {
  return `exchange     ${key.exchangeId}\nepoch        ${key.keyEpoch}\ncheck value  ${key.keyCheckValue}`;
}
