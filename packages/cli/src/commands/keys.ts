import type { KeysView, VaultKeyView } from '@credlink/contracts';
import { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';
import { waitUntil } from '../wait-until.ts';

export function keysCommand({ session }: CommandContext): Command {
  const status = new Command('status')
    .description('Show which keys are in use, by check value, and what is under each. Never a key.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const keys = await client.steward.keys(terminal.signal);
      print(keys, () => keysText(keys));
    });
  const rotateVault = new Command('rotate-vault')
    .description('Change the vault to the key that intake holds ready (CREDLINK_NEXT_VAULT_LAYER_KEY).')
    .option('--resume', 'order nothing; watch a change under way')
    .addHelpText(
      'after',
      `
Every file of the vault is written anew under the new key, and the old file removed; contributors do nothing, and who is
whom stays what it is. No run and no release can be ordered meanwhile, and none may be under way or held. It goes on by
itself after a crash, and after Ctrl-C, which stops the watching only.

Examples:
  openssl rand -base64 32        the new key: give it to intake as CREDLINK_NEXT_VAULT_LAYER_KEY, start intake again
  credlink keys rotate-vault
  credlink keys status           once the old key is "retired", make the new one CREDLINK_VAULT_LAYER_KEY`,
    )
    .action(async (options: { resume?: boolean }, command: Command) => {
      const opened = await session(command);
      const { client, print, terminal } = opened;
      if (options.resume !== true) await client.steward.changeVaultKey(terminal.signal);
      const done = await waitUntil(
        opened,
        () => client.steward.keys(terminal.signal),
        ({ progress }) => progress === null,
      );
      print(done, () => keysText(done));
    });
  return new Command('keys')
    .description('Keys of the exchange: what is in use, and changing them.')
    .addCommand(status, { isDefault: true })
    .addCommand(rotateVault)
    .addHelpText(
      'after',
      '\nExamples:\n  credlink keys status\n  credlink keys rotate-vault\n  credlink keys rotate-vault --resume',
    );
}

function keysText({ vaultKeys, progress }: KeysView): string {
  const vault =
    vaultKeys.length === 0
      ? 'No intake has started yet.'
      : textTable(vaultKeys, [
          { title: 'vault key', of: (row) => row.keyCheck },
          { title: 'state', of: (row) => row.state },
          { title: 'uploads', of: (row) => row.uploads, align: 'right' },
          { title: 'held by intake', of: (row) => (row.isHeld ? 'yes' : 'no') },
          { title: 'since', of: since },
        ]);
  if (progress === null) return vault;
  return `${vault}\n\nChanging: ${progress.done} of ${progress.total ?? '?'} uploads done.`;
}

function since({ retiredAt, currentAt, introducedAt }: VaultKeyView): string {
  return retiredAt ?? currentAt ?? introducedAt;
}
