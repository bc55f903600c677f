import { openStateFolder, tokeniseFile } from '@credlink/contribute';
import { Command } from 'commander';
import { durationText } from '../duration-text.ts';
import { exchangeKeyOf } from '../exchange-key-of.ts';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import { addSourceOptions, type SourceOptions, sourceFile, today } from '../source-options.ts';

type Options = SourceOptions & { readonly out: string; readonly supersedes?: string };

export function tokeniseCommand({ session }: CommandContext): Command {
  const command = new Command('tokenise')
    .description('Turn a file into tokens and facts in a folder, without uploading it.')
    .argument('<file>');
  return addSourceOptions(command)
    .requiredOption('--out <folder>', 'folder to make; it must not exist')
    .option('--supersedes <upload>', 'the upload this file replaces', idArgument('credlink status'))
    .addHelpText(
      'after',
      `
Asks the keyholder to evaluate blinded SSNs; sends nothing else. The folder holds identity.parquet, facts.parquet
and manifest.json; "credlink upload" of the same file makes and sends its own.

Examples:
  credlink tokenise 2025q3.txt.gz --kind wages --organisation state-wages --out 2025q3-tokens`,
    )
    .action(async (file: string, options: Options, self: Command) => {
      const opened = await session(self);
      const { client, progress, terminal } = opened;
      const made = await tokeniseFile(
        {
          source: await sourceFile(opened, file, options),
          exchangeKey: await exchangeKeyOf(opened),
          parameters: await client.intake.exchange(terminal.signal),
          keyholder: client.keyholder,
          challenge: (sourceDigest) => client.intake.challenge(sourceDigest, terminal.signal),
          state: await openStateFolder(opened.profile.stateFolder),
          outputFolder: options.out,
          supersedes: options.supersedes ?? null,
          today: today(opened),
        },
        progress.show,
        terminal.signal,
      );
      const { manifest, evaluations, seconds } = made;
      opened.print(
        { folder: made.folder, receipt: made.receiptPath, evaluations, seconds, manifest },
        () =>
          `${manifest.preflight.rowsSent} rows, ${manifest.subjects} subjects, ${manifest.files.identity.rows} tokens in ${durationText(seconds)}.\n` +
          `SSNs evaluated: ${evaluations.distinct - evaluations.remembered}, remembered from earlier files: ${evaluations.remembered}.\n` +
          `The receipt (your references -> subject ids) stays in the state folder.`,
      );
    });
}
