import { Command } from 'commander';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import { uploadTable } from '../upload-text.ts';

export function statusCommand({ session }: CommandContext): Command {
  return new Command('status')
    .description("Show your organisation's uploads, or one of them.")
    .argument('[upload]', 'id of one upload', idArgument('credlink status'))
    .addHelpText(
      'after',
      `
Examples:
  credlink status
  credlink status 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001 --json`,
    )
    .action(async (uploadId: string | undefined, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      if (uploadId === undefined) {
        const uploads = await client.intake.uploads(terminal.signal);
        print({ uploads }, () => uploadTable(uploads));
        return;
      }
      const upload = await client.intake.upload(uploadId, terminal.signal);
      print(upload, () => uploadTable([upload]));
    });
}
