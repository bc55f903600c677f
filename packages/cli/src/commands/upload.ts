import { basename } from 'node:path';
import { rejected } from '@credlink/contracts';
import { contributeFile, openStateFolder } from '@credlink/contribute';
import { Command } from 'commander';
import { exchangeKeyOf } from '../exchange-key-of.ts';
import { printable } from '../printable.ts';
import type { CommandContext } from '../program.ts';
import { addSourceOptions, type SourceOptions, sourceFile, today } from '../source-options.ts';
import { uploadLine } from '../upload-text.ts';

type Options = SourceOptions & { readonly supersedes?: string };

export function uploadCommand({ session }: CommandContext): Command {
  const command = new Command('upload')
    .description('Contribute files: tokenise, upload, and wait until the exchange has taken them.')
    .argument('<files...>');
  return addSourceOptions(command)
    .option('--supersedes <upload>', 'the upload this file replaces (a revised quarter)')
    .addHelpText(
      'after',
      `
Names, birth dates, addresses and SSNs never leave this machine. A bad line, Ctrl-C or a crash loses nothing: run the
same command again and it goes on. The same file twice is the same upload.

Examples:
  credlink map holders.csv --kind holders --out map.json
  credlink upload holders.csv --kind holders --mapping map.json --organisation careline-health
  credlink upload wages/*.txt.gz --kind wages --organisation state-wages
  credlink upload 2025q4-final.txt.gz --kind wages --quarter 2025Q4 --supersedes 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001`,
    )
    .action(async (files: readonly string[], options: Options, self: Command) => {
      if (files.length > 1 && options.supersedes !== undefined) {
        throw rejected('config_invalid', '--supersedes goes with one file');
      }
      const opened = await session(self);
      const { client, progress, terminal } = opened;
      const state = await openStateFolder(opened.profile.stateFolder);
      const exchangeKey = await exchangeKeyOf(opened);
      const uploads = [];
      for (const file of files) {
        if (files.length > 1) opened.note(printable(basename(file)));
        const { upload, manifest } = await contributeFile(
          {
            client,
            source: await sourceFile(opened, file, options),
            exchangeKey,
            state,
            supersedes: options.supersedes ?? null,
            today: today(opened),
          },
          progress.show,
          terminal.signal,
        );
        uploads.push(upload);
        opened.note(
          manifest === null ? `The exchange has it already: upload ${upload.uploadId}.` : uploadLine(upload),
        );
      }
      opened.print({ uploads }, () =>
        uploads.length === 1 ? 'Committed.' : `${uploads.length} files committed.`,
      );
    });
}
