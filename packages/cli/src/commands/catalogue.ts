import { Catalogue } from '@credlink/contracts';
import { Command } from 'commander';
import { readDocument } from '../json-document.ts';
import type { CommandContext } from '../program.ts';

export function catalogueCommand({ session }: CommandContext): Command {
  const show = new Command('show')
    .description('Show which version is in force.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const view = await client.steward.catalogue(terminal.signal);
      print(view, () => viewText(view));
    });
  const put = new Command('put')
    .description('Put a new version into force from a JSON file.')
    .argument('<file>')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const catalogue = await readDocument(file, Catalogue);
      const view = await client.steward.putCatalogue({ catalogue }, terminal.signal);
      print(view, () => viewText(view));
    });
  return new Command('catalogue')
    .description('Credentials, programs, pathways, coverage and reference series.')
    .addCommand(show, { isDefault: true })
    .addCommand(put)
    .addHelpText(
      'after',
      `
Examples:
  credlink catalogue
  credlink catalogue put catalog.json`,
    );
}

function viewText(view: { catalogueSha256: string; credentials: number; createdAt: string }): string {
  return `Catalogue ${view.catalogueSha256.slice(0, 16)}: ${view.credentials} credentials, in force since ${view.createdAt}`;
}
