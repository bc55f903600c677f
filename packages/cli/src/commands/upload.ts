import { basename } from 'node:path';
import { MOST_DECOYS, rejected, type SourceKind, type UploadView } from '@credlink/contracts';
import { contributeFile, openStateFolder } from '@credlink/contribute';
import { Command, InvalidArgumentError } from 'commander';
import { decoyText } from '../decoy-text.ts';
import { exchangeKeyOf } from '../exchange-key-of.ts';
import { idArgument } from '../id-argument.ts';
import { printable } from '../printable.ts';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { addSourceOptions, type SourceOptions, sourceFile, today } from '../source-options.ts';
import { uploadLine } from '../upload-text.ts';
import { wholeNumber } from '../whole-number.ts';

type Options = SourceOptions & { readonly supersedes?: string; readonly decoys: number };

export function uploadCommand({ session }: CommandContext): Command {
  const command = new Command('upload')
    .description('Contribute files: tokenise, upload, and wait until the exchange has taken them.')
    .argument('<files...>');
  return addSourceOptions(command)
    .option(
      '--supersedes <upload>',
      'the upload this file replaces (a corrected file)',
      idArgument('credlink status'),
    )
    .option(
      '--decoys <number>',
      `plant up to so many invented records (${MOST_DECOYS} at most), where your agreement allows them: they measure the linkage`,
      decoyNumber,
      0,
    )
    .addHelpText(
      'after',
      `
Names, birth dates, addresses and SSNs never leave this machine. A bad line, Ctrl-C or a crash loses nothing: run the
same command again and it goes on. The same file twice is the same upload.

Examples:
  credlink map holders.csv --kind holders --out map.json
  credlink upload holders.csv --kind holders --mapping map.json --organisation careline-health
  credlink upload wages/*.txt.gz --kind wages --organisation state-wages
  credlink upload holders.csv --kind holders --decoys 300
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
      const uploads: UploadView[] = [];
      for (const file of files) {
        if (files.length > 1) opened.note(printable(basename(file)));
        const { upload, manifest } = await contributeFile(
          {
            client,
            source: await sourceFile(opened, file, options),
            exchangeKey,
            state,
            supersedes: options.supersedes ?? null,
            decoys: options.decoys,
            today: today(opened),
          },
          progress.show,
          terminal.signal,
        );
        uploads.push(upload);
        const planted = manifest === null ? null : decoyText(options.decoys, manifest);
        if (planted !== null) opened.note(planted);
        opened.note(
          manifest === null ? `The exchange has it already: upload ${upload.uploadId}.` : uploadLine(upload),
        );
      }
      if (options.supersedes === undefined) await noteOthers(opened, uploads, options.kind);
      opened.print({ uploads }, () =>
        uploads.length === 1 ? 'Committed.' : `${uploads.length} files committed.`,
      );
    });
}

function decoyNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > MOST_DECOYS) throw new InvalidArgumentError(`At most ${MOST_DECOYS} are planted in one file.`);
  return number;
}

/** Kinds that come as one file a quarter or a term: several at a time are as it should be. */
const SERIES: readonly SourceKind[] = ['wages', 'enrollment', 'clearinghouse'];

/** A corrected file is easily sent beside the one it corrects, and both would count. */
async function noteOthers(
  { client, note, terminal }: Session,
  ours: readonly UploadView[],
  kind: SourceKind,
): Promise<void> {
  if (SERIES.includes(kind)) return;
  const sent = new Set(ours.map((one) => one.uploadId));
  const others = (await client.intake.uploads(terminal.signal)).filter(
    (one) => one.kind === kind && one.state === 'committed' && !sent.has(one.uploadId),
  );
  if (others.length === 0) return;
  note(
    `Other ${kind} uploads count as well: ${others.map((one) => one.uploadId).join(', ')}.\n` +
      'Where this file replaces one, take that one back: credlink withdraw UPLOAD (next time: upload --supersedes UPLOAD).',
  );
}
