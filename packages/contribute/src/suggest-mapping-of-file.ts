import type { SourceKind } from '@credlink/contracts';
import { rejected } from '@credlink/contracts';
import {
  type MappingSuggestion,
  READERS,
  readCsvHeader,
  shownColumns,
  suggestMapping,
} from '@credlink/layouts';
import { openSourceFile } from './open-source-file.ts';

/**
 * A mapping guessed from the header of a file; `unused` columns are named only where they look like names. Errors: those of reading it; `mapping_invalid` for fixed-width
 * kinds.
 */
export async function suggestMappingOfFile(path: string, kind: SourceKind): Promise<MappingSuggestion> {
  if (READERS[kind].format !== 'csv') {
    throw rejected('mapping_invalid', `files of kind ${kind} have fixed positions and need no mapping`);
  }
  const { chunks } = await openSourceFile(path);
  const suggestion = suggestMapping(kind, await readCsvHeader(chunks));
  const { unused } = suggestion;
  return { ...suggestion, unused: shownColumns(unused) };
}
