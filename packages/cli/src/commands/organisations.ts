import { ORGANISATION_KINDS, Organisation, rejected } from '@credlink/contracts';
import { Command, Option } from 'commander';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';

export function organisationsCommand({ session }: CommandContext): Command {
  const list = new Command('list')
    .description('List them.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const organisations = await client.steward.organisations(terminal.signal);
      print({ organisations }, () =>
        textTable(organisations, [
          { title: 'organisation', of: (row) => row.organisation },
          { title: 'kind', of: (row) => row.kind },
          { title: 'name', of: (row) => row.name },
        ]),
      );
    });
  const put = new Command('put')
    .description('Enter one, or change its name or kind.')
    .argument('<code>', 'short code: a-z, 0-9 and hyphens')
    .requiredOption('--name <name>')
    .addOption(new Option('--kind <kind>').choices(ORGANISATION_KINDS).makeOptionMandatory())
    .action(async (code: string, options: { name: string; kind: string }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const parsed = Organisation.safeParse({ organisation: code, name: options.name, kind: options.kind });
      if (!parsed.success)
        throw rejected('config_invalid', 'a code has a-z, 0-9 and hyphens; a name 1 to 200 characters');
      const organisation = await client.steward.putOrganisation(parsed.data, terminal.signal);
      print(organisation, () => `Entered ${organisation.organisation}.`);
    });
  return new Command('organisations')
    .description('The parties of the exchange.')
    .addCommand(list, { isDefault: true })
    .addCommand(put)
    .addHelpText(
      'after',
      `
Examples:
  credlink organisations
  credlink organisations put careline-health --name "CareLine Health" --kind certification_body`,
    );
}
