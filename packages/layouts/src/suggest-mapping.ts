import type { SourceKind } from '@credlink/contracts';
import type { ColumnMapping } from './column-mapping.ts';
import type { LayoutField } from './layout-field.ts';
import { matchColumns } from './match-columns.ts';

export type MappingSuggestion = {
  /** Ready to be saved as JSON, looked over and used. */
  readonly mapping: ColumnMapping;
  /** Required fields for which no column was found: name a column or a constant. */
  readonly missing: readonly string[];
  /** Columns that nothing would be read from. */
  readonly unused: readonly string[];
};

/** Guesses a mapping from the names of the columns alone; it looks at no row. */
export function suggestMappingFor(
  kind: SourceKind,
  fields: readonly LayoutField[],
  header: readonly string[],
): MappingSuggestion {
  const found = matchColumns(header, fields, true);
  const columns: Record<string, readonly string[]> = {};
  for (const field of fields) {
    const column = header[found.get(field.name) ?? -1];
    if (column !== undefined) columns[field.name] = [column];
  }
  const used = new Set(found.values());
  return {
    mapping: { version: 1, kind, columns, constants: {}, dateOrders: {}, values: {} },
    missing: fields
      .filter((field) => field.need === 'required' && !found.has(field.name))
      .map((field) => field.name),
    unused: header.filter((_, index) => !used.has(index)),
  };
}
