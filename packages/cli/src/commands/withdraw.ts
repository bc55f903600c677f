import { Command } from 'commander';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import { uploadLine } from '../upload-text.ts';

export function withdrawCommand({ session }: CommandContext): Command {
  return new Command('withdraw')
    .description('Take an upload back. Later runs and releases are made without it.')
    .argument('<upload>', 'id of the upload', idArgument('credlink status'))
    .addHelpText(
      'after',
      `
Releases that are already published stay as they are.

Example:
  credlink withdraw 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001`,
    )
    .action(async (uploadId: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const upload = await client.intake.withdrawUpload(uploadId, terminal.signal);
      print(upload, () => uploadLine(upload));
    });
}
