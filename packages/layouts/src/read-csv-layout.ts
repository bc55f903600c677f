import { rejected } from '@credlink/contracts';
import type { RawIdentifiers } from '@credlink/tokens';
import type { CsvLayout, FactSource, Facts } from './csv-layout.ts';
import type { CsvRow } from './csv-rows.ts';
import { Unfit, type ValueContext } from './fact-value.ts';
import { IDENTIFIER_FIELDS, type IdentifierKey } from './identifier-fields.ts';
import { LayoutCounts } from './layout-counts.ts';
import type { FactValue, LayoutOptions, LayoutReading, LayoutRecord } from './layout-record.ts';
import { readCsv } from './read-csv.ts';
import { parseDay } from './read-day.ts';
import { type CellReader, type ResolvedColumns, resolveColumns } from './resolve-columns.ts';
import { type LineScan, scanLines } from './scan-lines.ts';

/** What databases export for "no value". Never applied to identifiers: Null is also a surname. */
const EMPTY_WORDS = new Set(['NULL', '\\N', 'N/A', '#N/A', 'NA', 'NAN', '-', '.']);

/** Facts repeat: terms, codes and days of a file are few. So many values of a column are read only once. */
const MOST_REMEMBERED = 4096;

/** Reads a CSV file by its layout. See LayoutReading for errors. */
export function readCsvLayout(
  layout: CsvLayout,
  chunks: AsyncIterable<Uint8Array>,
  options: LayoutOptions,
): LayoutReading {
  const scan = scanLines(chunks);
  const counts = new LayoutCounts();
  return {
    batches: readBatches(layout, scan, options, counts),
    report: () => counts.report(layout.kind, scan),
  };
}

async function* readBatches(
  layout: CsvLayout,
  scan: LineScan,
  options: LayoutOptions,
  counts: LayoutCounts,
): AsyncGenerator<readonly LayoutRecord[]> {
  if (options.mapping !== null && options.mapping.kind !== layout.kind) {
    throw rejected(
      'mapping_invalid',
      `The mapping is for ${options.mapping.kind}, the file is read as ${layout.kind}.`,
      { problems: ['kind'] },
    );
  }
  let readRow: RowReader | null = null;
  for await (const { header, rows } of readCsv(scan)) {
    if (readRow === null) {
      const columns = resolveColumns(header, layout.fields, options.mapping);
      counts.columns = columns.columns;
      counts.ignoredColumns = columns.ignored;
      readRow = compileRowReader(layout, columns, options, counts);
    }
    const records: LayoutRecord[] = [];
    for (const row of rows) {
      const record = row.problem === null ? readRow(row) : { line: row.line, rejected: row.problem };
      if (record === null) {
        counts.addNothingFound();
        continue;
      }
      counts.add(record);
      records.push(record);
    }
    if (records.length > 0) yield records;
  }
}

/** Null: the row says that nothing was found. */
type RowReader = (row: CsvRow) => LayoutRecord | null;

/** Resolves every look-up by name once, so that a row costs only its own cells. */
function compileRowReader(
  layout: CsvLayout,
  columns: ResolvedColumns,
  options: LayoutOptions,
  counts: LayoutCounts,
): RowReader {
  const recordRef = layout.recordRef === null ? null : columns.cell(layout.recordRef);
  const readIdentifiers = compileIdentifiers(layout, columns, options);
  const facts = layout.facts.map((source) => compileFact(source, columns, options, counts));
  const cells = new Map(layout.fields.map((field) => [field.name, columns.cell(field.name)]));

  return ({ line, fields }) => {
    const ref = recordRef === null ? null : recordRef(fields);
    if (ref === '') return { line, rejected: 'record_ref_missing' };
    const values: Facts = {};
    for (const fact of facts) {
      const value = fact.read(fields);
      if (value instanceof Unfit) return { line, rejected: value.reason };
      values[fact.column] = value;
    }
    const outcome = layout.finish(values, (field) => cells.get(field)?.(fields) ?? '');
    if (outcome.outcome === 'nothing_found') return null;
    if (outcome.outcome === 'rejected') return { line, rejected: outcome.reason };
    const identifiers = readIdentifiers(fields);
    if (identifiers === null) return { line, rejected: 'identifiers_missing' };
    const { employer, successorOf } = outcome;
    return { line, recordRef: ref, identifiers, facts: values, employer, successorOf };
  };
}

type CompiledFact = {
  readonly column: string;
  readonly read: (row: readonly string[]) => FactValue | Unfit;
};

function compileFact(
  source: FactSource,
  columns: ResolvedColumns,
  options: LayoutOptions,
  counts: LayoutCounts,
): CompiledFact {
  const { column, isStrict, read } = source;
  const cell = columns.cell(source.field);
  const missing = source.whenMissing === null ? null : new Unfit(source.whenMissing);
  if (cell === null) return { column, read: () => missing };
  const context: ValueContext = {
    today: options.today,
    dateOrder: options.mapping?.dateOrders[source.field] ?? 'MDY',
  };
  const known = new Map<string, FactValue | Unfit>();
  const readOnce = (text: string): FactValue | Unfit => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const value = text.length <= 4 && EMPTY_WORDS.has(text.toUpperCase()) ? null : read(text, context);
    if (known.size < MOST_REMEMBERED) known.set(text, value);
    return value;
  };
  return {
    column,
    read: (row) => {
      const text = cell(row);
      const value = text === '' ? null : readOnce(text);
      if (value === null) return missing;
      if (!(value instanceof Unfit) || isStrict) return value;
      counts.blank(column);
      return null;
    },
  };
}

/** Null where every identifier of the row is empty. Kinds without persons get an empty record. */
function compileIdentifiers(
  layout: CsvLayout,
  columns: ResolvedColumns,
  options: LayoutOptions,
): (row: readonly string[]) => RawIdentifiers | null {
  const reference = layout.reference === null ? null : columns.cell(layout.reference);
  const hasSurname = columns.cell('last_name') !== null;
  const readers = IDENTIFIER_FIELDS.flatMap(({ key, field }) => {
    const isInLayout = layout.fields.some((known) => known.name === field.name);
    const cell = isInLayout ? columns.cell(field.name) : null;
    // A whole-name column beside separate ones repeats them, often shortened.
    if (cell === null || (key === 'fullName' && hasSurname)) return [];
    return [{ key, cell: key === 'dateOfBirth' ? birthDateCell(cell, options) : cell }];
  });
  const hasPersons = reference !== null || readers.length > 0;
  if (!hasPersons) return () => ({});

  return (row) => {
    const identifiers: { -readonly [K in IdentifierKey]?: string } = {};
    let isEmpty = true;
    for (const { key, cell } of readers) {
      const text = cell(row);
      identifiers[key] = text;
      if (text !== '') isEmpty = false;
    }
    const value = reference === null ? '' : reference(row);
    if (value === '') return isEmpty ? null : identifiers;
    return { ...identifiers, reference: { issuer: options.referenceIssuer, value } };
  };
}

/** Birth dates go on as they stand, for the normaliser to judge, unless the owner said that the day comes first. */
function birthDateCell(cell: CellReader, options: LayoutOptions): CellReader {
  const order = options.mapping?.dateOrders.date_of_birth;
  if (order === undefined) return cell;
  return (row) => {
    const text = cell(row);
    const day = text === '' ? null : parseDay(text, order);
    return typeof day === 'string' ? day : text;
  };
}
