import { readFile } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import {
  COMPAT_STANDARDS,
  type CompatCounts,
  type CompatStandard,
  compatTokeniser,
  isKeyed,
  writeCompatTokens,
} from '@credlink/contribute';
import { Command, Option } from 'commander';
import type { CommandContext } from '../program.ts';
import { addSourceOptions, type SourceOptions, sourceFile, today } from '../source-options.ts';

type Options = SourceOptions & {
  readonly standard: CompatStandard;
  readonly keyFile?: string;
  readonly out: string;
};

export function compatCommand({ session }: CommandContext): Command {
  const command = new Command('compat')
    .description("Write a file's tokens in another published standard. Not for this exchange; sends nothing.")
    .argument('<file>');
  return addSourceOptions(command)
    .addOption(
      new Option('--standard <standard>', 'whose tokens').choices(COMPAT_STANDARDS).makeOptionMandatory(),
    )
    .option(
      '--key-file <file>',
      "the standard's secret: hashing secret (openlinktoken), RSA private key (opprl)",
    )
    .requiredOption('--out <file>', 'CSV to make (record, rule, token); it must not exist')
    .addHelpText(
      'after',
      `
For partners who use one of these standards. The exchange takes none of these tokens: they protect SSNs less than its
own, and keep every quirk of the standard. Rules that lack an identifier are left out.

Examples:
  credlink compat holders.csv --kind holders --standard openlinktoken --key-file hashing.secret --out olt.csv
  credlink compat roster.csv --kind roster --standard opprl-v2 --key-file private.pem --out opprl.csv
  credlink compat holders.csv --kind holders --standard piipan --out hashes.csv`,
    )
    .action(async (file: string, options: Options, self: Command) => {
      const opened = await session(self);
      const tokeniser = tokeniserOf(options, await readSecret(options), today(opened));
      const counts = await writeCompatTokens(
        {
          source: await sourceFile(opened, file, options, options.organisation ?? 'unnamed'),
          tokeniser,
          outputPath: options.out,
          today: today(opened),
        },
        opened.progress.show,
        opened.terminal.signal,
      );
      opened.print({ standard: options.standard, notice: tokeniser.notice, ...counts }, () =>
        countsText(counts, tokeniser.notice),
      );
    });
}

async function readSecret({ standard, keyFile }: Options): Promise<string | null> {
  if (!isKeyed(standard)) {
    if (keyFile === undefined) return null;
    throw rejected('config_invalid', `${standard} has no key: leave --key-file out`);
  }
  if (keyFile === undefined) throw rejected('config_invalid', `${standard} needs --key-file`);
  try {
    return await readFile(keyFile, 'utf8');
  } catch (cause) {
    throw new AppError('rejected', 'file_not_found', 'the key file cannot be opened', { cause });
  }
}

function tokeniserOf({ standard }: Options, secret: string | null, day: string) {
  try {
    return compatTokeniser(standard, secret, day);
  } catch (cause) {
    throw new AppError('rejected', 'config_invalid', `the key file holds no key of ${standard}`, { cause });
  }
}

function countsText({ rows, rowsRejected, tokens }: CompatCounts, notice: string): string {
  const byRule = Object.entries(tokens).map(([rule, count]) => `${rule} ${count}`);
  return `${rows} rows read, ${rowsRejected} rejected. Tokens by rule: ${byRule.join(', ') || 'none'}.\n${notice}`;
}
