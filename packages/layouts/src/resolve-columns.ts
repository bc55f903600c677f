import { rejected } from '@credlink/contracts';
import type { ColumnMapping } from './column-mapping.ts';
import type { LayoutField } from './layout-field.ts';
import { matchColumns } from './match-columns.ts';
import { shownColumns } from './shown-columns.ts';

/** The text of one field in a row: trimmed, translated by the mapping; empty where there is none. */
export type CellReader = (row: readonly string[]) => string;

export type ResolvedColumns = {
  /** Null: neither a column nor a constant stands for the field. */
  cell(field: string): CellReader | null;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly ignored: readonly string[];
};

/**
 * Finds the columns of every field.
 * @throws AppError `column_missing` naming the columns or fields that are not there, `mapping_invalid` where a
 * mapped column occurs twice in the header.
 */
export function resolveColumns(
  header: readonly string[],
  fields: readonly LayoutField[],
  mapping: ColumnMapping | null,
): ResolvedColumns {
  const indexes = mapping === null ? matchByName(header, fields) : indexesOfMapping(header, mapping);
  const isThere = (field: LayoutField) =>
    indexes.has(field.name) || mapping?.constants[field.name] !== undefined;
  refuseIncomplete(fields, isThere, header);

  const used = new Set([...indexes.values()].flat());
  return {
    cell: (field) => cellReader(indexes.get(field) ?? [], field, mapping),
    columns: Object.fromEntries(
      [...indexes].map(([field, list]) => [field, list.map((index) => header[index] ?? '')]),
    ),
    ignored: header.filter((_, index) => !used.has(index)),
  };
}

function matchByName(
  header: readonly string[],
  fields: readonly LayoutField[],
): ReadonlyMap<string, readonly number[]> {
  return new Map([...matchColumns(header, fields, false)].map(([field, index]) => [field, [index]]));
}

function indexesOfMapping(
  header: readonly string[],
  mapping: ColumnMapping,
): ReadonlyMap<string, readonly number[]> {
  const missing: string[] = [];
  const twice: string[] = [];
  const find = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) missing.push(name);
    else if (header.includes(name, index + 1)) twice.push(name);
    return index;
  };
  const found = Object.entries(mapping.columns).map(([field, names]) => [field, names.map(find)] as const);
  if (missing.length > 0) {
    throw rejected(
      'column_missing',
      `The mapping names columns the file does not have: ${missing.join(', ')}.`,
      {
        missing,
      },
    );
  }
  if (twice.length > 0) {
    throw rejected('mapping_invalid', `The mapping names columns the file has twice: ${twice.join(', ')}.`, {
      problems: twice,
    });
  }
  return new Map(found);
}

function refuseIncomplete(
  fields: readonly LayoutField[],
  isThere: (field: LayoutField) => boolean,
  header: readonly string[],
): void {
  const missing = fields
    .filter((field) => field.need === 'required' && !isThere(field))
    .map((field) => field.name);
  const identifiers = fields.filter((field) => field.need === 'identifier');
  if (identifiers.length > 0 && !identifiers.some(isThere)) {
    missing.push(`an identifier (${identifiers.map((field) => field.name).join(', ')})`);
  }
  if (missing.length === 0) return;
  const shown = shownColumns(header).join(', ').slice(0, 1000);
  const found = shown === '' ? 'Its first line does not look like a header.' : `It has: ${shown}.`;
  throw rejected(
    'column_missing',
    `The file has no column for: ${missing.join('; ')}. ${found} Name the columns in a mapping file.`,
    { missing },
  );
}

function cellReader(
  indexes: readonly number[],
  field: string,
  mapping: ColumnMapping | null,
): CellReader | null {
  const constant = mapping?.constants[field];
  if (indexes.length === 0 && constant === undefined) return null;
  const words = mapping?.values[field];
  const [only] = indexes;
  if (indexes.length === 1 && only !== undefined && constant === undefined && words === undefined) {
    return (row) => cleanCell(row[only] ?? '');
  }
  return (row) => {
    let text = '';
    for (const index of indexes) {
      text = cleanCell(row[index] ?? '');
      if (text !== '') break;
    }
    if (text === '') return constant ?? '';
    return words?.[text.toUpperCase()] ?? text;
  };
}

/** Spreadsheets export `="00123"` to keep zeros; everything else stays text, formulas included. */
function cleanCell(cell: string): string {
  const text = cell.trim();
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? text.slice(2, -1).trim() : text;
}
