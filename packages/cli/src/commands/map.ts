import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, type SourceKind } from '@credlink/contracts';
import { suggestMappingOfFile } from '@credlink/contribute';
import { Command } from 'commander';
import { printable } from '../printable.ts';
import type { CommandContext } from '../program.ts';
import { kindOption } from '../source-options.ts';

export function mapCommand({ session }: CommandContext): Command {
  return new Command('map')
    .description('Suggest which column of a CSV file is what, from its header alone.')
    .argument('<file>')
    .addOption(kindOption())
    .option('--out <file>', 'write the mapping there (never over an existing file)')
    .addHelpText(
      'after',
      `
Examples:
  credlink map holders.csv --kind holders                      look at the suggestion
  credlink map holders.csv --kind holders --out map.json       save it, then correct it by hand
  credlink check holders.csv --kind holders --mapping map.json`,
    )
    .action(async (file: string, options: { kind: SourceKind; out?: string }, command: Command) => {
      const { print, note } = await session(command);
      const { mapping, missing, unused } = await suggestMappingOfFile(file, options.kind);
      const text = JSON.stringify(mapping, null, 2);
      if (options.out !== undefined) await writeNew(options.out, `${text}\n`);
      if (missing.length > 0) note(`Still to be named, as a column or a constant: ${missing.join(', ')}`);
      if (unused.length > 0) note(`Not read: ${unused.map(printable).join(', ')}`);
      print({ mapping, missing, unused }, () =>
        options.out === undefined ? text : `Wrote ${basename(options.out)}. Look it over before you use it.`,
      );
    });
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(text);
    await file.close();
  } catch (cause) {
    throw new AppError(
      'rejected',
      'config_invalid',
      'the mapping cannot be written; name a file that does not exist, in a folder that does',
      { cause },
    );
  }
}
