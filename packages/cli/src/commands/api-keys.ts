import { rm } from 'node:fs/promises';
import { API_KEY_SCOPES, CreateApiKey, rejected, SOURCE_KINDS } from '@credlink/contracts';
import { openNewKeyFile } from '@credlink/contribute';
import { Command, Option } from 'commander';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';

type CreateOptions = {
  readonly organisation: string;
  readonly scope: readonly string[];
  readonly kind?: readonly string[];
  readonly label: string;
  readonly out: string;
};

export function apiKeysCommand({ session }: CommandContext): Command {
  const list = new Command('list')
    .description('List them, without secrets.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const apiKeys = await client.steward.apiKeys(terminal.signal);
      print({ apiKeys }, () =>
        textTable(apiKeys, [
          { title: 'api key', of: (row) => row.apiKeyId },
          { title: 'organisation', of: (row) => row.organisation },
          { title: 'scopes', of: (row) => row.scopes.join(' ') },
          { title: 'kinds', of: (row) => row.kinds.join(' ') },
          { title: 'label', of: (row) => row.label },
          { title: 'revoked', of: (row) => row.revokedAt },
        ]),
      );
    });
  const create = new Command('create')
    .description('Make one. Its secret exists only in the file it is written to.')
    .requiredOption('--organisation <code>')
    .addOption(
      new Option('--scope <scope...>', 'what it may do; a steward’s key does nothing else')
        .choices(API_KEY_SCOPES)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--kind <kind...>', 'kinds of file it may contribute').choices(SOURCE_KINDS))
    .requiredOption('--label <text>', 'a name for people')
    .requiredOption('--out <file>', 'file to write the API key to; readable by you alone, never overwritten')
    .action(async (options: CreateOptions, command: Command) => {
      const { client, print, terminal } = await session(command);
      const body = CreateApiKey.safeParse({
        organisation: options.organisation,
        scopes: options.scope,
        kinds: options.kind ?? [],
        label: options.label,
      });
      if (!body.success)
        throw rejected('config_invalid', 'an API key needs an organisation code, a scope and a label');
      const file = await openNewKeyFile(options.out);
      let isWritten = false;
      try {
        const { apiKeyId, apiKey } = await client.steward.createApiKey(body.data, terminal.signal);
        await file.writeFile(`${apiKey}\n`);
        isWritten = true;
        print(
          { apiKeyId, file: options.out },
          () => `API key ${apiKeyId} is in the file. It is shown nowhere else.`,
        );
      } finally {
        await file.close();
        if (!isWritten) await rm(options.out, { force: true });
      }
    });
  const revoke = new Command('revoke')
    .description('End one; it is refused from now on.')
    .argument('<api-key-id>', 'id of the API key', idArgument('credlink api-keys'))
    .action(async (apiKeyId: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      await client.steward.revokeApiKey(apiKeyId, terminal.signal);
      print({ apiKeyId, revoked: true }, () => `Revoked ${apiKeyId}.`);
    });
  return new Command('api-keys')
    .description('Who may call the services.')
    .addCommand(list, { isDefault: true })
    .addCommand(create)
    .addCommand(revoke)
    .addHelpText(
      'after',
      `
Examples:
  credlink api-keys
  credlink api-keys create --organisation careline-health --scope contribute evaluate --kind holders \\
    --label "analyst laptop" --out careline.key
  credlink api-keys create --organisation alliance --scope steward --label deputy --out deputy.key
  credlink api-keys revoke 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001`,
    );
}
