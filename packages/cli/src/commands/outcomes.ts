import { resolve } from 'node:path';
import type { CellQuery } from '@credlink/client';
import { type PublishedCell, rejected } from '@credlink/contracts';
import { Command, Option } from 'commander';
import { valueText } from '../cell-text.ts';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';

type CellOptions = {
  readonly release: string;
  readonly measure?: string;
  readonly variant?: string;
  readonly where?: readonly string[];
  readonly format: 'table' | 'csv' | 'json';
};

const releaseOption = (): Option =>
  new Option('--release <id>', 'published id of a release').default('latest');

export function outcomesCommand({ session }: CommandContext): Command {
  const releases = new Command('releases')
    .description('List published releases.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const found = await client.outcomes.releases(terminal.signal);
      print({ releases: found }, () =>
        textTable(found, [
          { title: 'release', of: (row) => row.releaseId },
          { title: 'published', of: (row) => row.publishedAt },
          { title: 'policy', of: (row) => row.policy },
          { title: 'title', of: (row) => row.title },
          { title: 'tables', of: (row) => row.tables.join(' ') },
        ]),
      );
    });
  const tables = new Command('tables')
    .description('List the tables of a release with their dimensions and measures.')
    .addOption(releaseOption())
    .action(async (options: { release: string }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const found = await client.outcomes.tables(options.release, terminal.signal);
      print({ tables: found }, () =>
        textTable(found, [
          { title: 'table', of: (row) => row.table },
          { title: 'title', of: (row) => row.title },
          {
            title: 'dimensions',
            of: (row) => row.dimensions.map(({ name, members }) => `${name} (${members.length})`).join(', '),
          },
          { title: 'measures', of: (row) => row.measures.length, align: 'right' },
        ]),
      );
    });
  const certificate = new Command('certificate')
    .description('Show what was checked before a release was published, and what was not.')
    .addOption(releaseOption())
    .action(async (options: { release: string }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const found = await client.outcomes.certificate(options.release, terminal.signal);
      print(found, () =>
        textTable(found.checks, [
          { title: 'check', of: (row) => row.id },
          { title: 'result', of: (row) => row.result },
          { title: 'violations', of: (row) => row.violations, align: 'right' },
          { title: 'title', of: (row) => row.title },
        ]),
      );
    });
  const definitions = new Command('definitions')
    .description('Show how each measure is defined.')
    .addOption(releaseOption())
    .action(async (options: { release: string }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const found = await client.outcomes.definitions(options.release, terminal.signal);
      print({ definitions: found }, () =>
        textTable(found, [
          { title: 'measure', of: (row) => row.measure },
          { title: 'variant', of: (row) => row.variant },
          { title: 'unit', of: (row) => row.unit },
          { title: 'title', of: (row) => row.title },
        ]),
      );
    });
  const cells = new Command('cells')
    .description('Read cells of a table.')
    .argument('<table>')
    .addOption(releaseOption())
    .option('--measure <measure>')
    .option('--variant <variant>')
    .option(
      '--where <dimension=code...>',
      'filter: codes of a dimension, several with commas; "all" is the total',
    )
    .addOption(new Option('--format <format>').choices(['table', 'csv', 'json']).default('table'))
    .action(async (table: string, options: CellOptions, command: Command) => {
      const { client, print, terminal } = await session(command);
      const query = cellQuery(options);
      if (options.format === 'csv') {
        const csv = await client.outcomes.cellsCsv(options.release, table, query, terminal.signal);
        print({ csv }, () => csv.replace(/\n$/, ''));
        return;
      }
      const found = await client.outcomes.cells(options.release, table, query, terminal.signal);
      const document = { cells: found };
      print(document, () =>
        options.format === 'json' ? JSON.stringify(document, null, 2) : cellTable(found),
      );
    });
  const download = new Command('download')
    .description('Write a whole release to a folder: tables for people, and what verify-release reads.')
    .requiredOption('--out <folder>', 'where the files go')
    .addOption(releaseOption())
    .action(async (options: { out: string; release: string }, command: Command) => {
      const { client, print, terminal } = await session(command);
      const { exportRelease } = await import('@credlink/embedded');
      const { releaseId } = await client.outcomes.release(options.release, terminal.signal);
      const folder = resolve(terminal.workingFolder, options.out);
      const written = await exportRelease(client.outcomes, releaseId, folder, terminal.signal);
      print(
        { release: releaseId, written },
        () => `Release ${releaseId}: ${written.length} files in ${folder}`,
      );
    });
  const keys = new Command('keys')
    .description('Show the public keys that certificates are signed with.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const found = await client.outcomes.keys(terminal.signal);
      print({ keys: found }, () =>
        textTable(found, [
          { title: 'algorithm', of: (row) => row.algorithm },
          { title: 'public key', of: (row) => row.publicKey },
          { title: 'first used', of: (row) => row.firstUsedAt },
        ]),
      );
    });
  return new Command('outcomes')
    .description('Read released statistics. Needs no API key.')
    .addCommand(releases, { isDefault: true })
    .addCommand(tables)
    .addCommand(cells)
    .addCommand(definitions)
    .addCommand(certificate)
    .addCommand(download)
    .addCommand(keys)
    .addHelpText(
      'after',
      `
A suppressed cell is a normal answer: it says only that the figure is withheld.

Examples:
  credlink outcomes
  credlink outcomes tables
  credlink outcomes cells credential --measure employed --where credential=CL-CMA,HI-CPT
  credlink outcomes cells credential --format csv > credential.csv
  credlink outcomes download --out OUT && credlink verify-release OUT`,
    );
}

function cellQuery(options: CellOptions): CellQuery {
  const query: Record<string, string> = {};
  for (const filter of options.where ?? []) {
    const [, dimension, codes] = /^([^=]+)=(.+)$/.exec(filter) ?? [];
    if (dimension === undefined || codes === undefined) {
      throw rejected(
        'config_invalid',
        '--where takes dimension=code, for instance --where credential=CL-CMA',
      );
    }
    query[dimension] = codes;
  }
  if (options.measure !== undefined) query.measure = options.measure;
  if (options.variant !== undefined) query.variant = options.variant;
  return query;
}

function cellTable(cells: readonly PublishedCell[]): string {
  if (cells.length === 0) return 'No cells.';
  const dimensions = Object.keys(cells[0]?.key ?? {});
  return textTable(cells, [
    ...dimensions.map((name) => ({ title: name, of: (cell: PublishedCell) => cell.key[name] ?? '' })),
    { title: 'measure', of: (cell) => cell.measure },
    { title: 'variant', of: (cell) => cell.variant },
    { title: 'value', of: valueText, align: 'right' },
    { title: 'status', of: (cell) => cell.status },
    ...(cells.some(({ asOf }) => asOf !== null)
      ? [{ title: 'as of', of: (cell: PublishedCell) => cell.asOf }]
      : []),
  ]);
}
