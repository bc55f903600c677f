import { Command, Option } from 'commander';
import { callEmbedded } from '../call-embedded.ts';
import type { CommandContext } from '../program.ts';

export function exchangeCommand({ terminal, session }: CommandContext): Command {
  const start = new Command('start')
    .description('Start a whole exchange on this machine with a simulated state in it ("npm start").')
    .option('--once', 'end after the results are shown')
    .option('--folder <folder>', 'where it keeps its database and files')
    .action(async (options: { once?: boolean; folder?: string }, command: Command) => {
      const { json, quiet } = command.optsWithGlobals<{ json?: boolean; quiet?: boolean }>();
      await callEmbedded('startExchange', {
        once: options.once === true,
        folder: options.folder ?? null,
        json: json === true,
        quiet: quiet === true,
        signal: terminal.signal,
      });
    });
  const load = new Command('load')
    .description('Set up an exchange from a folder of files, contribute all of them, link, release, export.')
    .argument('<folder>', 'catalog.json, issuers/, college/, register/, wages/ ... (see docs)')
    .requiredOption('--out <folder>', 'where released tables go as CSV')
    .addOption(
      new Option('--policy <policy>', 'disclosure policy').choices(['rounded', 'exact']).default('rounded'),
    )
    .action(async (folder: string, options: { out: string; policy: string }, command: Command) => {
      const opened = await session(command);
      const result = await callEmbedded('loadExchange', {
        folder,
        out: options.out,
        policy: options.policy,
        onProgress: opened.progress.show,
        signal: terminal.signal,
      });
      opened.print(result ?? {}, () => 'Loaded, linked, released. The tables are in the output folder.');
    });
  return new Command('exchange')
    .description('A whole exchange on this machine.')
    .addCommand(start)
    .addCommand(load)
    .addHelpText(
      'after',
      `
Examples:
  credlink exchange start --once
  credlink exchange load anytown --out outcomes`,
    );
}
