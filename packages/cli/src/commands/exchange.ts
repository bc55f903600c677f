import { join, relative, resolve } from 'node:path';
import { wait } from '@credlink/client';
import { AppError } from '@credlink/contracts';
import { Command, Option } from 'commander';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { wholeNumber } from '../whole-number.ts';

type StartOptions = {
  readonly once?: boolean;
  readonly fresh?: boolean;
  readonly home: string;
  readonly persons?: number;
  readonly seed?: string;
};

type LoadOptions = {
  readonly out: string;
  readonly policy: 'rounded' | 'exact';
  readonly publishHeld?: boolean;
  readonly home?: string;
};

/** Waits this long at a time while an exchange serves until Ctrl-C. */
const SERVE_MILLISECONDS = 3_600_000;

/** Services are imported when one of these commands runs and not before (ADR 0002). */
export function exchangeCommand({ session }: CommandContext): Command {
  const start = new Command('start')
    .description('Start a whole exchange on this machine with a simulated state in it ("npm start").')
    .option('--once', 'end after the results are shown, instead of serving until Ctrl-C')
    .option('--fresh', 'forget what an earlier start left in the folder')
    .option('--home <folder>', 'where database, vault and keys are kept', '.credlink')
    .option('--persons <number>', 'size of the simulated state', wholeNumber)
    .option('--seed <text>', 'another simulated state of the same size')
    .action(async (options: StartOptions, command: Command) => {
      await startExchange(await session(command), options);
    });
  const load = new Command('load')
    .description('Set up an exchange from a folder, contribute every file, link, release, export as CSV.')
    .argument(
      '<folder>',
      'catalog.json, issuers/, college/, register/, wages/ ...; see docs/EXCHANGE_FOLDER.md',
    )
    .requiredOption('--out <folder>', 'where released tables go as CSV')
    .addOption(
      new Option('--policy <policy>', 'disclosure policy').choices(['rounded', 'exact']).default('rounded'),
    )
    .option('--publish-held', 'publish also where the links are beyond the limits of the policy')
    .option('--home <folder>', 'keep the exchange here; without it it is gone afterwards')
    .action(async (folder: string, options: LoadOptions, command: Command) => {
      await loadExchange(await session(command), folder, options);
    });
  return new Command('exchange')
    .description('A whole exchange on this machine.')
    .addCommand(start)
    .addCommand(load)
    .addHelpText(
      'after',
      `
Examples:
  credlink exchange start
  credlink exchange start --once --persons 1000 --seed spring
  credlink exchange load anytown --out outcomes
  credlink exchange load anytown --out outcomes --policy exact --home .credlink/anytown`,
    );
}

async function startExchange(opened: Session, options: StartOptions): Promise<void> {
  const { terminal, progress } = opened;
  const { demonstrate, DEMONSTRATION } = await import('@credlink/embedded');
  const { publishedId, result, cells, urls, stewardProfile, close } = await demonstrate({
    home: resolve(terminal.workingFolder, options.home),
    isFresh: options.fresh === true,
    persons: options.persons ?? DEMONSTRATION.persons,
    seed: options.seed ?? DEMONSTRATION.seed,
    onProgress: progress.show,
    signal: terminal.signal,
  });
  try {
    opened.print({ release: publishedId, cells, urls }, () =>
      [
        result,
        '',
        `${cells.published} of ${cells.total} figures are published, the others are withheld or not due yet.`,
        'The people are simulated. Shares are bands, counts are rounded to tens, dollars are of blurred wages, to $500.',
        '',
        `  figures and their documentation  ${urls.outcomes}/docs`,
        `  what was checked                 ${urls.outcomes}/v1/releases/${publishedId}/certificate`,
        `  one table for a spreadsheet      ${urls.outcomes}/v1/releases/${publishedId}/tables/credential/cells?format=csv`,
      ].join('\n'),
    );
    if (options.once === true) return;
    opened.note(
      [
        '',
        'From another terminal, as its steward (settings of the contributors are beside it):',
        `  npx credlink --profile ${relative(terminal.workingFolder, stewardProfile)} uploads`,
        '',
        'Serving until Ctrl-C.',
      ].join('\n'),
    );
    await untilStopped(terminal.signal);
  } finally {
    await close();
  }
}

/** Ctrl-C is how serving ends, so it is no error. */
async function untilStopped(signal: AbortSignal): Promise<void> {
  try {
    for (;;) await wait(SERVE_MILLISECONDS, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cancelled') throw error;
  }
}

async function loadExchange(opened: Session, folder: string, options: LoadOptions): Promise<void> {
  const { terminal, progress } = opened;
  const embedded = await import('@credlink/embedded');
  const out = resolve(terminal.workingFolder, options.out);
  const loaded = await embedded.loadExchange({
    folder: resolve(terminal.workingFolder, folder),
    out,
    policy: options.policy,
    publishHeld: options.publishHeld === true,
    home: options.home === undefined ? null : resolve(terminal.workingFolder, options.home),
    onProgress: progress.show,
    signal: terminal.signal,
  });
  const { publishedId, run, files, written } = loaded;
  const quarantined = files
    .flatMap((file) => Object.values(file.quarantined))
    .reduce((sum, rows) => sum + rows, 0);
  opened.print({ release: publishedId, run: run.runId, files: files.length, quarantined, written }, () =>
    [
      `${files.length} files contributed, ${quarantined} rows set aside. Release ${publishedId}.`,
      `The released tables and the certificate are in ${join(out, '')}`,
    ].join('\n'),
  );
}
