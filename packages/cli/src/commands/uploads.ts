import { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';

export function uploadsCommand({ session }: CommandContext): Command {
  return new Command('uploads')
    .description('Uploads of all organisations: states and times.')
    .addHelpText('after', '\nExample:\n  credlink uploads --json')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const uploads = await client.steward.uploads(terminal.signal);
      print({ uploads }, () =>
        textTable(uploads, [
          { title: 'upload', of: (row) => row.uploadId },
          { title: 'organisation', of: (row) => row.organisation },
          { title: 'kind', of: (row) => row.kind },
          { title: 'state', of: (row) => row.state },
          { title: 'refusal', of: (row) => row.refusalCode },
          { title: 'created', of: (row) => row.createdAt },
        ]),
      );
    });
}
