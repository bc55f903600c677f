import { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';
import { wholeNumber } from '../whole-number.ts';

export function auditCommand({ session }: CommandContext): Command {
  return new Command('audit')
    .description('Who did what, oldest first.')
    .option('--after <number>', 'only events after this one', wholeNumber, 0)
    .option('--limit <n>', 'at most so many', wholeNumber, 100)
    .addHelpText('after', '\nExamples:\n  credlink audit\n  credlink audit --after 4200 --limit 1000 --json')
    .action(async (options: { after: number; limit: number }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const events = await client.steward.auditEvents(options.after, options.limit, terminal.signal);
      print({ events }, () =>
        textTable(events, [
          { title: 'no', of: (row) => row.eventNo, align: 'right' },
          { title: 'at', of: (row) => row.at },
          { title: 'actor', of: (row) => row.actor },
          { title: 'action', of: (row) => row.action },
          { title: 'subject', of: (row) => row.subject },
        ]),
      );
    });
}
