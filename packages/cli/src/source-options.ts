import { parseQuarter, rejected, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import { readMappingFile, type SourceFile } from '@credlink/contribute';
import { type Command, Option } from 'commander';
import { organisationOf, type Session } from './session.ts';

/** Options of every command that reads an owner's file. */
export type SourceOptions = {
  readonly kind: SourceKind;
  readonly mapping?: string;
  readonly organisation?: string;
  readonly referenceIssuer?: string;
  readonly quarter?: string;
};

export function kindOption(): Option {
  return new Option('--kind <kind>', 'what the file holds').choices(SOURCE_KINDS).makeOptionMandatory();
}

export function addSourceOptions(command: Command): Command {
  return command
    .addOption(kindOption())
    .option('--mapping <file>', 'which columns are what (see "credlink map"); else columns go by their names')
    .option('--organisation <code>', "whose file it is (default: the profile's)")
    .option(
      '--reference-issuer <code>',
      'who gave its student numbers, where that is another organisation (clearinghouse)',
    )
    .option('--quarter <yyyyQn>', 'quarter of a wage file, where its name does not say it');
}

export async function sourceFile(
  session: Session,
  path: string,
  options: SourceOptions,
  organisation: string = organisationOf(session, options.organisation),
): Promise<SourceFile> {
  const quarter = options.quarter === undefined ? null : parseQuarter(options.quarter);
  if (options.quarter !== undefined && quarter === null) {
    throw rejected('config_invalid', '--quarter is a year and a quarter, for instance 2025Q3');
  }
  return {
    path,
    kind: options.kind,
    organisation,
    referenceIssuer: options.referenceIssuer ?? null,
    mapping: options.mapping === undefined ? null : await readMappingFile(options.mapping, options.kind),
    quarter,
  };
}

export function today(session: Session): string {
  return session.terminal.now().toISOString().slice(0, 10);
}
