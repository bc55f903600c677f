import { checkFile, openStateFolder } from '@credlink/contribute';
import { Command } from 'commander';
import { checkReportText } from '../check-report-text.ts';
import type { CommandContext } from '../program.ts';
import { addSourceOptions, type SourceOptions, sourceFile, today } from '../source-options.ts';

export function checkCommand({ session }: CommandContext): Command {
  const command = new Command('check')
    .description('Tell what would be sent of a file, and what is wrong with it. Sends nothing.')
    .argument('<file>');
  return addSourceOptions(command)
    .addHelpText(
      'after',
      `
Nothing leaves this machine: no network, no keys. Rejected rows are named by line number, never by content.

Examples:
  credlink check holders.csv --kind holders --mapping map.json
  credlink check 2025q3.txt.gz --kind wages --json > report.json`,
    )
    .action(async (file: string, options: SourceOptions, self: Command) => {
      const opened = await session(self);
      const report = await checkFile(
        {
          // It is part of tokens that are thrown away, so anybody's will do.
          source: await sourceFile(opened, file, options, options.organisation ?? 'unnamed'),
          state: await openStateFolder(opened.profile.stateFolder),
          today: today(opened),
        },
        opened.progress.show,
        opened.terminal.signal,
      );
      opened.print(report, () => checkReportText(report, options.mapping ?? null));
    });
}
