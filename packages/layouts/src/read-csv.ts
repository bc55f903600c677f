import { rejected } from '@credlink/contracts';
import { type CsvRow, CsvRowReader, splitRow } from './csv-rows.ts';
import { type LineScan, MAX_LINE_BYTES, type ScannedLine, scanLines } from './scan-lines.ts';

/** Tried in this order where a header has as many of one as of another. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

export type CsvBatch = { readonly header: readonly string[]; readonly rows: readonly CsvRow[] };

/**
 * The header and rows of a CSV file. The first batch may have no rows: it says that the header was read. The
 * delimiter is the one of comma, semicolon, tab and bar that the header has most of.
 * @throws AppError `file_empty`, `line_too_long`, `file_has_nul`, `file_encoding` where there is no usable header.
 */
export async function* readCsv(scan: LineScan): AsyncGenerator<CsvBatch> {
  let header: readonly string[] | null = null;
  let rows = new CsvRowReader(',');
  for await (const lines of scan.batches) {
    let rest = lines;
    if (header === null) {
      const at = lines.findIndex((line) => line.problem !== null || line.text.trim() !== '');
      const first = lines[at];
      if (first === undefined) continue;
      const delimiter = detectDelimiter(first.text);
      header = readHeader(first, delimiter);
      rows = new CsvRowReader(delimiter, header.length);
      rest = lines.slice(at + 1);
    }
    yield { header, rows: rows.push(rest) };
  }
  if (header === null) throw rejected('file_empty', 'The file is empty.');
  const last = rows.end();
  if (last.length > 0) yield { header, rows: last };
}

function readHeader(line: ScannedLine, delimiter: string): readonly string[] {
  if (line.problem === 'row_too_long') {
    throw rejected(
      'line_too_long',
      `Line ${line.number} should be the header but is longer than ${MAX_LINE_BYTES} bytes.`,
    );
  }
  if (line.problem === 'nul_byte') {
    throw rejected('file_has_nul', `Line ${line.number} should be the header but has NUL bytes.`);
  }
  if (line.text.includes('\r')) {
    throw rejected('file_encoding', 'The lines end with CR alone. Save the file with LF or CRLF line ends.');
  }
  const fields = splitRow(line.text, delimiter);
  if (typeof fields === 'string') {
    throw rejected('column_missing', `The quotes in the header (line ${line.number}) do not add up.`);
  }
  return fields.map((name) => name.trim());
}

function detectDelimiter(header: string): string {
  const outsideQuotes = header.replace(/"[^"]*"/g, '');
  let best: string = DELIMITERS[0];
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = outsideQuotes.split(delimiter).length - 1;
    if (count > most) {
      best = delimiter;
      most = count;
    }
  }
  return best;
}

/** The column names of a CSV file; reads no further than it must. Errors as in `readCsv`. */
export async function readCsvHeader(chunks: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  for await (const { header } of readCsv(scanLines(chunks))) return header;
  throw rejected('file_empty', 'The file is empty.');
}
