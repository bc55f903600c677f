import { readFile } from 'node:fs/promises';
import { type QuarterIndex, rejected, type SourceKind } from '@credlink/contracts';
import {
  type ColumnMapping,
  type LayoutOptions,
  parseColumnMapping,
  quarterOfFileName,
  READERS,
} from '@credlink/layouts';

/** A file as its owner names it. */
export type SourceFile = {
  readonly path: string;
  readonly kind: SourceKind;
  /** Code of the contributing organisation. */
  readonly organisation: string;
  /** Who gave the student numbers of the file; null: the contributor itself. A clearinghouse names the college. */
  readonly referenceIssuer: string | null;
  /** Null: columns are found by their names. */
  readonly mapping: ColumnMapping | null;
  /** The quarter of a wage file; null: as its name says, if it says so. */
  readonly quarter: QuarterIndex | null;
};

export function layoutOptions(source: SourceFile, today: string): LayoutOptions {
  return {
    today,
    referenceIssuer: source.referenceIssuer ?? source.organisation,
    mapping: source.mapping,
    fileQuarter: source.kind === 'wages' ? (source.quarter ?? quarterOfFileName(source.path)) : null,
  };
}

/** Reads a mapping document. Errors: `mapping_invalid` with everything that is wrong. */
export async function readMappingFile(path: string, kind: SourceKind): Promise<ColumnMapping> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw rejected('mapping_invalid', 'the mapping file cannot be read as JSON');
  }
  return parseColumnMapping(
    document,
    READERS[kind].fields.map((field) => field.name),
  );
}
